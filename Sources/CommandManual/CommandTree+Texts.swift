extension CommandTree {
    /// Every text that help shows of this command and of those below it, placeholders in their
    /// angle brackets: what a translation must have.
    public var texts: Set<String> {
        var texts: Set<String> = [abstract, discussion]
        texts.formUnion(groups.map(\.title))
        for argument in arguments {
            texts.insert(argument.abstract)
            if argument.kind != .flag { texts.insert("<\(argument.valueName)>") }
        }
        for below in subcommands { texts.formUnion(below.texts) }
        return texts.subtracting([""])
    }
}
