package import Syntax

/// One argument of a call.
package struct Argument: BitwiseCopyable, Sendable {
    package enum Splat: UInt8, BitwiseCopyable, Sendable {
        case none
        /// `*values`: any number of positional arguments.
        case positional
        /// `**options`: any keyword arguments.
        case keyword
    }

    /// Python: the index among the positional arguments, -1 for a keyword argument and for what follows a `*splat`.
    /// Swift: the index among all arguments, trailing closures last.
    package var position: Int32
    /// The node of the keyword or label, 0 for none.
    package var labelNode: UInt32
    package var valueNode: UInt32
    package var splat: Splat

    package var label: NodeIndex? { labelNode == 0 ? nil : NodeIndex(labelNode) }
    package var value: NodeIndex { NodeIndex(valueNode) }
}
