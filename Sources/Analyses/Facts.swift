package import Linking

/// What has been worked out about functions, each for one rule's lists of calls.
struct Facts {
    /// What limits a function by itself.
    var limits: [CalleeLimits.Key: CalleeLimit] = [:]
}
