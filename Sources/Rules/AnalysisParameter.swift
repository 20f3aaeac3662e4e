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
        case .taint: Self.taintParameters
        case .fed:
            [
                AnalysisParameter(name: "puts", form: .calls, isRequired: true, meaning: "the calls that put something into the channel"),
                AnalysisParameter(name: "gets", form: .calls, meaning: "the calls that take something out"),
                AnalysisParameter(name: "sources", form: .calls, meaning: "calls that read what comes from outside: an endless loop without one is a note"),
                AnalysisParameter(name: "handler-names", form: .calls, meaning: "names of functions that are called for each event"),
            ] + Self.iterableParameters
        }
    }

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
        AnalysisParameter(name: "source-types", form: .calls, meaning: "types whose values are such"),
        AnalysisParameter(name: "holders", form: .vocabulary, meaning: "names of variables whose attributes and elements are such"),
        AnalysisParameter(name: "shapes", form: .flag, meaning: "whether objects count whose text shows attributes of such names"),
        AnalysisParameter(name: "printed", form: .calls, meaning: "decorators and base classes that make an object's text show its attributes"),
        AnalysisParameter(name: "hides", form: .calls, meaning: "values of a class's attribute that keep it out of the object's text"),
        AnalysisParameter(name: "unmasks", form: .calls, meaning: "calls that give all attributes of an object, those kept out of its text too"),
        AnalysisParameter(name: "sanitizers", form: .calls, meaning: "calls whose result says nothing of what they are given"),
        AnalysisParameter(name: "sanitizer-names", form: .calls, meaning: "the same by the called function's last name, in small letters: `*redact*`"),
        AnalysisParameter(name: "clean-parts", form: .calls, meaning: "attributes that say nothing of the value: `count`"),
        AnalysisParameter(name: "clean-types", form: .calls, meaning: "types whose values show nothing"),
        AnalysisParameter(name: "value-types", form: .calls, meaning: "types a value that goes by its name alone may have; any when absent"),
        AnalysisParameter(name: "propagators", form: .calls, meaning: "calls whose result holds what they are given, by name, or by the method's name"),
        AnalysisParameter(name: "joiners", form: .calls, meaning: "those of the propagators that are methods and whose result holds their arguments as well as their object"),
        AnalysisParameter(name: "getters", form: .calls, meaning: "calls that give what stands under a key, by name, or by the method's name"),
        AnalysisParameter(name: "whole", form: .flag, meaning: "whether sources count only as a whole: a part taken out by its name does not"),
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
        AnalysisParameter(name: "each", form: .calls, meaning: "calls that run what they are given for each of many"),
        AnalysisParameter(name: "small", form: .number, meaning: "the count up to which a constant fan-out is fine"),
    ]

    /// What starts work, for how many, and what limits it.
    private static let fanOutParameters = [
        AnalysisParameter(name: "collects", form: .calls, meaning: "those candidates that take all the work at once, as arguments or in a list"),
        AnalysisParameter(name: "limiters", form: .calls, meaning: "what limits how much runs at once"),
        AnalysisParameter(name: "limiter-names", form: .calls, meaning: "names, in small letters, of limiters whose type is not known"),
        AnalysisParameter(name: "acquires", form: .calls, meaning: "calls that take a permit of a limiter"),
        AnalysisParameter(name: "parks", form: .calls, meaning: "calls by which an actor makes its caller wait: it is a limiter written by hand"),
    ] + iterableParameters
}
