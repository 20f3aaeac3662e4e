import Linking

/// What was read of the functions of one file, for the candidates in it that are still to come.
struct KeptGround {
    private var ground: Ground?

    mutating func ground(for file: Int32, _ context: AnalysisContext, _ lists: Ground.Lists) -> Ground {
        if let ground, ground.home == file, !ground.isLarge { return ground }
        let made = Ground(context, lists, home: file)
        ground = made
        return made
    }
}
