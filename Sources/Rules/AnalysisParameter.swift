/// What can be said under `analysis:` beside `kind`. The reader, the schema and the rule pages are made from these lists.
package struct AnalysisParameter: Sendable {
    package enum Form: Sendable, Hashable {
        /// A list of calls, by name or as rule objects; may be empty.
        case calls
        /// A number from 0.
        case number
        /// `true` or `false`; compiled to the number 1 or 0.
        case flag
        /// The name of a vocabulary.
        case vocabulary
    }

    package var name: String
    package var form: Form
    /// Without it the analysis has nothing to look for.
    package var isRequired = false
    /// For schemas and editors, one line.
    package var meaning: String
}

extension AnalysisKind {
    /// docs/analyses.md says what each is for.
    package var parameters: [AnalysisParameter] {
        switch self {
        case .reaches:
            [
                AnalysisParameter(name: "to", form: .calls, isRequired: true, meaning: "the forbidden calls"),
                AnalysisParameter(name: "barriers", form: .calls, meaning: "calls that run what they are given elsewhere"),
                AnalysisParameter(name: "minor", form: .calls, meaning: "calls it is worth a note to arrive at, where it arrives at none of `to`"),
                AnalysisParameter(name: "entries", form: .calls, meaning: "calls that run what they are given as the whole program: a function its own file starts so is left alone"),
                AnalysisParameter(name: "guards", form: .calls, meaning: "calls that test the circumstances: what a function does after one of them does not count"),
                AnalysisParameter(name: "near", form: .number, meaning: "number of functions in between up to which it is as bad as a direct call"),
                AnalysisParameter(name: "far", form: .number, meaning: "number of functions in between beyond which it is no finding"),
                AnalysisParameter(name: "slight", form: .flag, meaning: "whether chains longer than `near` in which a call is not made each time are notes, instead of weighing one step less"),
                AnalysisParameter(name: "direct", form: .flag, meaning: "whether the candidate may itself be the forbidden call"),
            ]
        case .bounded:
            Self.fanOutParameters + [
                AnalysisParameter(name: "drains", form: .calls, meaning: "calls that wait until some of the work is done"),
                AnalysisParameter(name: "spawns", form: .calls, meaning: "calls whose result is work started already: it is judged where it is started"),
                AnalysisParameter(name: "starters", form: .calls, meaning: "calls whose await only starts the work: processes"),
                AnalysisParameter(name: "light", form: .calls, meaning: "work that only ends or waits for what is there: close, cancel, an event's wait"),
                AnalysisParameter(name: "through", form: .calls, meaning: "calls that run the call they are given: a timeout around it"),
                AnalysisParameter(name: "pools", form: .calls, meaning: "calls that run what they are given in a pool of limited size"),
                AnalysisParameter(name: "receives", form: .calls, meaning: "calls that give an endless loop its next piece of work"),
                AnalysisParameter(name: "accepts", form: .calls, meaning: "calls that wait for the next connection: how many there are is decided by a server's own limit"),
                AnalysisParameter(name: "approved", form: .calls, meaning: "the team's own helpers, which count as limits"),
                AnalysisParameter(name: "backlog", form: .flag, meaning: "whether work the callee limits is a note, because all of it is there at once"),
                AnalysisParameter(name: "product", form: .number, meaning: "the number of things at once from which on a small fan-out inside of a small fan-out is a note"),
                AnalysisParameter(name: "released", form: .flag, meaning: "asks instead whether a limiter is let go before the work is done"),
            ]
        case .unused:
            [
                AnalysisParameter(name: "keepers", form: .calls, meaning: "methods of the value that take care of it"),
                AnalysisParameter(name: "drops", form: .calls, meaning: "calls that do not keep what they are given, and methods of the value that do not take care of it"),
                AnalysisParameter(name: "exempt", form: .calls, meaning: "calls on an argument of the candidate, before it, after which nothing need be kept"),
                AnalysisParameter(name: "part", form: .number, meaning: "the part of the unpacked value that must be kept, from 0; all of it when absent"),
                AnalysisParameter(name: "coroutine", form: .flag, meaning: "only calls of the project's own coroutine functions count, in conditions too"),
                AnalysisParameter(name: "coroutines", form: .calls, meaning: "with `coroutine`, calls outside of the project that make a coroutine"),
                AnalysisParameter(name: "handled", form: .flag, meaning: "nothing need be kept when the function given handles all of its errors itself"),
                AnalysisParameter(name: "inspect", form: .flag, meaning: "what an await of the value gives must be kept"),
            ]
        case .recursive:
            Self.fanOutParameters + [
                AnalysisParameter(name: "visited", form: .calls, meaning: "calls that ask whether something was there before"),
            ]
        case .paired:
            [
                AnalysisParameter(name: "release", form: .calls, isRequired: true, meaning: "the calls that give back what was acquired"),
                AnalysisParameter(name: "harmless", form: .calls, meaning: "calls that are not expected to fail"),
                AnalysisParameter(name: "makers", form: .calls, meaning: "those candidates that make what is acquired: used by one call only, it is no use"),
            ]
        case .confined: []
        case .prepared: [AnalysisParameter(name: "makers", form: .calls, isRequired: true, meaning: "the calls that make what the candidates ask for")]
        case .unreached:
            [
                AnalysisParameter(name: "entries", form: .calls, meaning: "names of functions that are called from outside: hooks, commands"),
                AnalysisParameter(name: "marks", form: .calls, meaning: "decorators, attributes and modifiers that hand a function to nobody else"),
                AnalysisParameter(name: "bases", form: .calls, meaning: "types from elsewhere that call no method by name which is not in `entries`"),
            ]
        case .completed:
            [
                AnalysisParameter(name: "completes", form: .calls, isRequired: true, meaning: "the calls on it that complete it"),
                AnalysisParameter(name: "views", form: .calls, meaning: "names of its members that neither complete it nor hand it on"),
                AnalysisParameter(name: "starts", form: .calls, meaning: "calls that run the closure they are given exactly once, later"),
                AnalysisParameter(name: "runs", form: .calls, meaning: "calls that run the closure they are given exactly once, and return what it returns"),
                AnalysisParameter(name: "repeats", form: .calls, meaning: "calls that may run the closure they are given many times, or never"),
                AnalysisParameter(name: "phases", form: .calls, meaning: "names by which a callback that is called many times is told that this is the last"),
                AnalysisParameter(name: "once", form: .flag, meaning: "whether completing it twice is a fault, too"),
                AnalysisParameter(name: "abandoned", form: .flag, meaning: "asks only whether anything completes it at all"),
                AnalysisParameter(name: "endings", form: .calls, meaning: "names of its members which, once set, let its user end it: nothing that completes it is a note then"),
                AnalysisParameter(name: "samples", form: .calls, meaning: "calls on the other part of what the candidate gives that do not wait for its end"),
                AnalysisParameter(name: "part", form: .number, meaning: "the part of what the candidate gives that must be completed, from 0; all of it, or what the closure it is given is called with, when absent"),
            ]
        case .released:
            [
                AnalysisParameter(name: "closes", form: .calls, isRequired: true, meaning: "the calls that release: methods of the thing, or given it"),
                AnalysisParameter(name: "makes", form: .calls, meaning: "the calls that make it: any other candidate has to be a function of the project that returns what they make"),
                AnalysisParameter(name: "borrows", form: .calls, meaning: "calls outside of the project that only use what they are given"),
                AnalysisParameter(name: "derives", form: .calls, meaning: "calls whose result stands for the thing: methods of it, or given it"),
                AnalysisParameter(name: "handles", form: .calls, meaning: "names of attributes that stand for the thing: the name of a file"),
                AnalysisParameter(name: "unclosed-by-with", form: .calls, meaning: "those candidates that a `with` does not release"),
                AnalysisParameter(name: "collected", form: .calls, meaning: "those candidates that end in good order with the object that keeps them: a note there"),
                AnalysisParameter(name: "harmless", form: .calls, meaning: "calls that are not expected to fail"),
                AnalysisParameter(name: "plain", form: .calls, meaning: "those candidates that the rule's own conditions settle"),
                AnalysisParameter(name: "parts", form: .flag, meaning: "whether each part of the unpacked value has to be released"),
                AnalysisParameter(name: "composed", form: .flag, meaning: "whether a text or path made with the thing stands for it"),
                AnalysisParameter(name: "objects", form: .number, meaning: "what is kept by objects that nothing releases is worth: 0 nothing, 1 a note, 2 as much as others (when absent)"),
                AnalysisParameter(name: "kept", form: .flag, meaning: "whether only what an object keeps counts"),
                AnalysisParameter(name: "awaited", form: .flag, meaning: "whether waiting for the thing releases it"),
                AnalysisParameter(name: "endless", form: .flag, meaning: "whether only work counts that has a loop without an end"),
                AnalysisParameter(name: "by-maker", form: .flag, meaning: "whether releasing what the candidate is called on releases it, too"),
                AnalysisParameter(name: "errors", form: .number, meaning: "what ways out by errors are worth: 0 nothing, 1 a note, 2 as much as others (when absent)"),
            ]
        case .spanned:
            [
                AnalysisParameter(name: "release", form: .calls, isRequired: true, meaning: "the calls that give back what was acquired"),
                AnalysisParameter(name: "primitives", form: .calls, meaning: "calls known to take a lock; a function that makes one is a wrapper"),
            ]
        case .swallowed:
            [
                AnalysisParameter(name: "cancels", form: .calls, meaning: "calls that ask a task to end, as methods of it or with it as an argument"),
                AnalysisParameter(name: "waits", form: .calls, meaning: "calls that wait for the tasks they are given"),
                AnalysisParameter(name: "cleanups", form: .calls, meaning: "calls whose await only puts things away"),
                AnalysisParameter(name: "asks", form: .calls, meaning: "calls by which a handler finds out who was cancelled"),
                AnalysisParameter(name: "raises", form: .calls, meaning: "calls by which a handler raises again"),
                AnalysisParameter(name: "logs", form: .calls, meaning: "calls that only write down the error they are given"),
                AnalysisParameter(name: "enders", form: .calls, meaning: "names of functions that are there to end things"),
            ]
        case .retried:
            [
                AnalysisParameter(name: "failures", form: .calls, meaning: "errors that peers and networks cause, beside those that take every error"),
                AnalysisParameter(name: "remote", form: .calls, meaning: "calls that go to a peer without being awaited"),
                AnalysisParameter(name: "near", form: .calls, meaning: "awaited calls that go to no peer, and calls that only write down what they are given"),
                AnalysisParameter(name: "delays", form: .calls, meaning: "calls that wait before the next try"),
                AnalysisParameter(name: "pauses", form: .calls, meaning: "those of them whose first argument is for how long"),
                AnalysisParameter(name: "counts", form: .calls, meaning: "iterables that only count the tries"),
                AnalysisParameter(name: "arithmetic", form: .calls, meaning: "calls that give the same for the same arguments"),
            ]
        case .spins:
            [
                AnalysisParameter(name: "idle", form: .calls, meaning: "calls that change nothing"),
                AnalysisParameter(name: "polls", form: .calls, meaning: "calls that change nothing when they fail"),
            ]
        case .serial:
            [
                AnalysisParameter(name: "pauses", form: .calls, meaning: "calls that pace the loop: sleeps and limiters"),
                AnalysisParameter(name: "clients", form: .calls, meaning: "what a `with` may open that serves many at once"),
                AnalysisParameter(name: "fills", form: .calls, meaning: "methods that put something into their receiver"),
            ]
        case .deadline:
            [
                AnalysisParameter(name: "scopes", form: .calls, meaning: "what a `with` enters that ends what is in it after a time"),
                AnalysisParameter(name: "wrappers", form: .calls, meaning: "calls that end what they are given after a time, their second argument"),
                AnalysisParameter(name: "settings", form: .calls, meaning: "calls that set a deadline for everything of the kind, anywhere in the file"),
                AnalysisParameter(name: "defaults", form: .calls, meaning: "calls, candidates too, that give the program's calls a deadline unless they name their own"),
                AnalysisParameter(name: "heedless", form: .calls, meaning: "those candidates that such a deadline does not reach"),
            ]
        case .abandoned:
            [AnalysisParameter(name: "exempt", form: .calls, meaning: "what a generator may hold without harm, and calls in its `finally` that put nothing away")]
        case .repeated:
            [
                AnalysisParameter(name: "direct", form: .calls, meaning: "those candidates that stand where it is plain: in a loop, in a request's handler"),
                AnalysisParameter(name: "counts", form: .calls, meaning: "iterables that only count tries"),
            ]
        case .coroutine:
            [AnalysisParameter(name: "coroutines", form: .calls, meaning: "calls outside of the project that make a coroutine")]
        case .taint: Self.taintParameters
        case .fed:
            [
                AnalysisParameter(name: "puts", form: .calls, isRequired: true, meaning: "the calls that put something into the channel"),
                AnalysisParameter(name: "gets", form: .calls, meaning: "the calls that take something out"),
                AnalysisParameter(name: "sources", form: .calls, meaning: "calls that read what comes from outside: an endless loop without one is a note"),
                AnalysisParameter(name: "handler-names", form: .calls, meaning: "names of functions that are called for each event"),
            ] + Self.iterableParameters
        case .held:
            [
                AnalysisParameter(name: "locks", form: .calls, isRequired: true, meaning: "types of locks that must not be taken twice"),
                AnalysisParameter(name: "scopes", form: .calls, meaning: "calls that run the closure they are given while they hold their receiver, or on it"),
                AnalysisParameter(name: "exempt-labels", form: .calls, meaning: "labels of a lock's constructor with which it lets several in"),
                AnalysisParameter(name: "homes", form: .calls, meaning: "calls that wait for a queue which functions with one of the `home-attributes` run on"),
                AnalysisParameter(name: "home-attributes", form: .calls, meaning: "attributes of functions and types that run on the queue of `homes`"),
                AnalysisParameter(name: "reentrant", form: .calls, meaning: "types of locks that their thread may take again: no other task of it waits for one"),
                AnalysisParameter(name: "waits", form: .flag, meaning: "asks whether the function waits as a task does, instead of whether it takes the lock again"),
            ] + Self.lockParameters
        case .interleaved:
            [
                AnalysisParameter(name: "locks", form: .calls, meaning: "types of locks for tasks: an object that has one is used by several"),
                AnalysisParameter(name: "once-names", form: .calls, meaning: "names, in small letters, of functions that are called once in an object's life"),
                AnalysisParameter(name: "makers", form: .calls, meaning: "names, in small letters, of calls whose await makes something of which a second one is one too many"),
                AnalysisParameter(name: "resources", form: .calls, meaning: "names, in small letters, of types and functions whose plain call makes such a thing"),
                AnalysisParameter(name: "flag-names", form: .calls, meaning: "names, in small letters, of flags that say that something was done once"),
                AnalysisParameter(name: "own-names", form: .calls, meaning: "names, in small letters, of types whose objects belong to one task each"),
                AnalysisParameter(name: "own-methods", form: .calls, meaning: "names of methods, in small letters, that such types have: an object with a position belongs to who moves it"),
            ] + Self.lockParameters
        case .shared:
            [
                AnalysisParameter(name: "starts", form: .calls, meaning: "calls that run what they are given on another thread"),
                AnalysisParameter(name: "guards", form: .calls, meaning: "calls that make sure the function runs where it must"),
                AnalysisParameter(name: "mutators", form: .calls, meaning: "methods that change what they are called on"),
                AnalysisParameter(name: "held-names", form: .calls, meaning: "names, in small letters, of functions that are called with the lock held"),
                AnalysisParameter(name: "confined-types", form: .calls, meaning: "types whose subtypes are used by one thread, as whoever calls them sees to"),
                AnalysisParameter(name: "inline", form: .calls, meaning: "calls that run the closure they are given then and there"),
                AnalysisParameter(name: "scopes", form: .calls, meaning: "calls that run the closure they are given under a lock or on a queue"),
            ] + Self.lockParameters
        case .elsewhere:
            [
                AnalysisParameter(name: "starts", form: .calls, isRequired: true, meaning: "calls that run what they are given on another thread"),
                AnalysisParameter(name: "guards", form: .calls, meaning: "calls after which the thread has a loop of its own"),
            ]
        }
    }

    /// What takes a lock, and what gives it back.
    private static let lockParameters = [
        AnalysisParameter(name: "lock-names", form: .calls, meaning: "names, in small letters, of locks whose type is not known"),
        AnalysisParameter(name: "acquires", form: .calls, meaning: "calls that take a lock"),
        AnalysisParameter(name: "releases", form: .calls, meaning: "calls that give it back"),
    ]

    /// Where what is spoken of comes from, what it passes through, and where it must not arrive.
    private static let taintParameters = [
        AnalysisParameter(name: "sinks", form: .calls, meaning: "calls at which it must not arrive; any candidate when absent"),
        AnalysisParameter(name: "sink-names", form: .calls, meaning: "the same by the last names as written, in small letters: `logger.info`"),
        AnalysisParameter(name: "elsewhere", form: .calls, meaning: "labels of arguments that make a sink write elsewhere, unless it is to one of `outputs`"),
        AnalysisParameter(name: "outputs", form: .calls, meaning: "what `elsewhere` may be: `sys.stderr`"),
        AnalysisParameter(name: "arguments", form: .calls, meaning: "positions and labels of the sinks' arguments that count; all when absent"),
        AnalysisParameter(name: "passes", form: .flag, meaning: "whether candidates that are no sinks count when the project's function called hands the argument on to one"),
        AnalysisParameter(name: "with", form: .vocabulary, meaning: "a vocabulary whose lists of calls are added to these"),
        AnalysisParameter(name: "names", form: .vocabulary, meaning: "names of variables, attributes, keys and functions whose values are such"),
        AnalysisParameter(name: "sources", form: .calls, meaning: "calls and things that give such a value"),
        AnalysisParameter(name: "source-names", form: .calls, meaning: "the same by the last names as written, in small letters: `request.headers`"),
        AnalysisParameter(name: "minor-sources", form: .calls, meaning: "last names of sources that weigh one step less"),
        AnalysisParameter(name: "source-types", form: .calls, meaning: "types whose values are such"),
        AnalysisParameter(name: "holders", form: .vocabulary, meaning: "names of variables whose attributes and elements are such"),
        AnalysisParameter(name: "shapes", form: .flag, meaning: "whether objects count whose text shows attributes of such names"),
        AnalysisParameter(name: "printed", form: .calls, meaning: "decorators and base classes that make an object's text show its attributes"),
        AnalysisParameter(name: "hides", form: .calls, meaning: "values of a class's attribute that keep it out of the object's text"),
        AnalysisParameter(name: "forms", form: .calls, meaning: "calls that look at a value's form only; where one finds it is not the form asked for, the value is worth a note"),
        AnalysisParameter(name: "masks", form: .calls, meaning: "words for masking: texts that stand for what is hidden (`<hidden>`), and labels that ask for it (`privacy=True`)"),
        AnalysisParameter(name: "unmasks", form: .calls, meaning: "calls that give all attributes of an object, those kept out of its text too"),
        AnalysisParameter(name: "sanitizers", form: .calls, meaning: "calls whose result says nothing of what they are given"),
        AnalysisParameter(name: "sanitizer-names", form: .calls, meaning: "the same by the called function's last name, in small letters: `*redact*`"),
        AnalysisParameter(name: "clean-parts", form: .calls, meaning: "attributes that say nothing of the value: `count`"),
        AnalysisParameter(name: "clean-types", form: .calls, meaning: "types whose values show nothing"),
        AnalysisParameter(name: "value-types", form: .calls, meaning: "types a value that goes by its name alone may have; any when absent"),
        AnalysisParameter(name: "propagators", form: .calls, meaning: "calls whose result holds what they are given, by name, or by the method's name"),
        AnalysisParameter(name: "iterators", form: .calls, meaning: "those of the propagators that go through what they are given as a loop does: of a mapping they give the keys"),
        AnalysisParameter(name: "joiners", form: .calls, meaning: "those of the propagators that are methods and whose result holds their arguments as well as their object"),
        AnalysisParameter(name: "getters", form: .calls, meaning: "calls that give what stands under a key, by name, or by the method's name"),
        AnalysisParameter(name: "whole", form: .flag, meaning: "whether sources count only as a whole: a part taken out by its name does not"),
        AnalysisParameter(name: "stores", form: .flag, meaning: "whether candidates that are assignments to an attribute count by what is assigned"),
        AnalysisParameter(name: "minor", form: .calls, meaning: "sinks at which it is worth a note only"),
        AnalysisParameter(name: "consoles", form: .calls, meaning: "modules: what a file that imports one of them gives to a sink goes to whoever runs it, and is worth a note only"),
        AnalysisParameter(name: "filters", form: .calls, meaning: "methods that put a filter before a sink: where one of `sanitizer-names` is given to it, the file's sinks are worth a note only"),
        AnalysisParameter(name: "asked-for", form: .calls, meaning: "flags, by their last names in small letters: a sink that is reached only where one is set is worth a note"),
        AnalysisParameter(name: "makers", form: .calls, meaning: "calls, by their last names in small letters, that make such a value up: it is worth a note, for somebody has to be told"),
        AnalysisParameter(name: "meant", form: .vocabulary, meaning: "names of values that are meant to get there: a note"),
        AnalysisParameter(name: "guards", form: .calls, meaning: "calls after which, in the same function, it is a note: somebody looked at what came"),
        AnalysisParameter(name: "trusted", form: .calls, meaning: "sources, as they are written, that whoever runs the program decides: a note"),
        AnalysisParameter(name: "guessed", form: .flag, meaning: "whether it is a note when only the holder's name says that a value is a setting"),
        AnalysisParameter(name: "commands", form: .flag, meaning: "whether it is a note when the value is the command itself, not something in a command"),
        AnalysisParameter(name: "tested", form: .flag, meaning: "whether it is a note when the function compared the value before"),
        AnalysisParameter(name: "unknown", form: .calls, meaning: "sinks at which a value of which nothing is known is a finding, one step lower"),
        AnalysisParameter(name: "doubtful", form: .calls, meaning: "sinks at which such a value is a note"),
        AnalysisParameter(name: "raised-by", form: .calls, meaning: "rules for files: a value read from a file that has a finding of one of these weighs one step more"),
        AnalysisParameter(name: "redacted", form: .flag, meaning: "whether a text shows only numbers and what is marked public"),
    ]

    /// How many things are gone through.
    private static let iterableParameters = [
        AnalysisParameter(name: "bounded-iterables", form: .calls, meaning: "calls and attributes that give few things however much they are given"),
        AnalysisParameter(name: "batchers", form: .calls, meaning: "calls that cut something into groups of limited size"),
        AnalysisParameter(name: "ranges", form: .calls, meaning: "calls that count up to their argument"),
        AnalysisParameter(name: "wrappers", form: .calls, meaning: "calls that give as many things as they are given"),
        AnalysisParameter(name: "few-names", form: .calls, meaning: "names, in small letters, of collections that are small"),
        AnalysisParameter(name: "held-names", form: .calls, meaning: "names, in small letters, of what a program sets up itself: handlers, servers, settings"),
        AnalysisParameter(name: "data-names", form: .calls, meaning: "names, in small letters, of collections that grow with data: urls, rows; with it, a count of which nothing says that it grows is a note (Python)"),
        AnalysisParameter(name: "data-sources", form: .calls, meaning: "calls that give data: os.listdir, fetchall"),
        AnalysisParameter(name: "asked-names", form: .calls, meaning: "names, in small letters, of arguments that say how many things to give: top_k"),
        AnalysisParameter(name: "concurrency-names", form: .calls, meaning: "names, in small letters, of arguments that say how much may run at once"),
        AnalysisParameter(name: "each", form: .calls, meaning: "calls that run what they are given for each of many"),
        AnalysisParameter(name: "small", form: .number, meaning: "the count up to which a constant fan-out is fine"),
    ]

    /// What starts work, for how many, and what limits it.
    private static let fanOutParameters = [
        AnalysisParameter(name: "with", form: .vocabulary, meaning: "a vocabulary whose lists of calls are added to these"),
        AnalysisParameter(name: "collects", form: .calls, meaning: "those candidates that take all the work at once, as arguments or in a list"),
        AnalysisParameter(name: "starts", form: .calls, meaning: "those candidates that start one piece of work; with it, any other candidate counts only when the project's function it calls hands on what it is given to one"),
        AnalysisParameter(name: "starter-names", form: .calls, meaning: "names of the project's functions that may do so for each other"),
        AnalysisParameter(name: "limiters", form: .calls, meaning: "what limits how much runs at once"),
        AnalysisParameter(name: "limiter-names", form: .calls, meaning: "names, in small letters, of limiters whose type is not known"),
        AnalysisParameter(name: "acquires", form: .calls, meaning: "calls that take a permit of a limiter"),
        AnalysisParameter(name: "pauses", form: .calls, meaning: "calls that let time pass: work that is started after one in each turn is a note"),
        AnalysisParameter(name: "takes", form: .calls, meaning: "calls that take something out of a queue of the program's own: a loop that starts work for it is a note"),
        AnalysisParameter(name: "limits", form: .calls, meaning: "names of arguments by which a client is told how many connections it may open: work that is given such a client is a note"),
        AnalysisParameter(name: "parks", form: .calls, meaning: "calls by which an actor makes its caller wait: it is a limiter written by hand"),
    ] + iterableParameters
}
