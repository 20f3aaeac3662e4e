/// The names Python knows without an import (3.14's `builtins`, and what older code still calls).
/// Never changed once made, hence safe to share.
final class PythonBuiltins: @unchecked Sendable {
    static let shared = PythonBuiltins()
    private let names: NameTable
    private let types: NameTable

    private init() {
        let functions = """
            __import__ abs aiter all anext any ascii bin breakpoint callable chr compile delattr dir divmod eval exec exit filter format getattr \
            globals hasattr hash help hex id input isinstance issubclass iter len locals map max min next oct open ord pow print quit repr \
            reversed round setattr sorted sum vars zip __name__ __file__ __doc__ __build_class__ NotImplemented Ellipsis \
            basestring unicode long xrange raw_input execfile reload unichr
            """
        let classes = """
            bool bytearray bytes classmethod complex dict enumerate float frozenset int list memoryview object property range set slice \
            staticmethod str super tuple type
            """
        let errors = """
            ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError \
            BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError \
            DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError \
            FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError \
            IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError \
            NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError \
            RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError \
            SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError \
            UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
            """
        func table(_ words: String...) -> NameTable {
            var table = NameTable()
            for word in words.flatMap({ $0.split(separator: " ") }) { _ = Array(word.utf8).withUnsafeBytes { table.intern($0) } }
            return table
        }
        types = table(classes)
        names = table(functions, classes, errors)
    }

    func contains(_ text: UnsafeRawBufferPointer) -> Bool { names.find(text) != 0 }
    /// Whether calling it makes a value of that type (`list()`, `dict()`).
    func isType(_ text: UnsafeRawBufferPointer) -> Bool { types.find(text) != 0 }
}
