package import Linking

/// What has been worked out about functions, each for one rule's lists of calls.
struct Facts {
}
