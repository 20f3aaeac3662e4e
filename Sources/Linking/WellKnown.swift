/// Names of Python and Swift that mean something to the linker.
struct WellKnown {
    let initializer, call, enter, asyncEnter, attribute, swiftInit, swiftCall: GlobalName
    let partial, str, string, superCall, overload: GlobalName
    /// Decorators under which a method is read like an attribute, and those that make a generator a context manager.
    let properties, contextManagers: Set<GlobalName>
    /// Bases that have nothing of their own to offer.
    let markers: Set<GlobalName>
    let underscore: GlobalName

    init(_ names: GlobalNames) {
        initializer = names.intern("__init__")
        call = names.intern("__call__")
        enter = names.intern("__enter__")
        asyncEnter = names.intern("__aenter__")
        attribute = names.intern("__getattr__")
        swiftInit = names.intern("init")
        swiftCall = names.intern("callAsFunction")
        partial = names.intern("functools.partial")
        str = names.intern("str")
        string = names.intern("String")
        superCall = names.intern("super")
        overload = names.intern("typing.overload")
        properties = Set(["property", "functools.cached_property", "cached_property", "abc.abstractproperty"].map { names.intern($0) })
        contextManagers = Set(["contextlib.contextmanager", "contextlib.asynccontextmanager"].map { names.intern($0) })
        markers = Set(["object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"].map { names.intern($0) })
        underscore = names.intern("_")
    }
}
