/// Text of `format=flowed` with its soft line ends undone (RFC 3676).
enum FlowedText {
    /// Joins the lines that end in a space with those that follow them.
    ///
    /// - Parameters:
    ///   - text: with LF as line end.
    ///   - deletesSpace: true for `DelSp=yes`, where the space before a soft line end goes away.
    /// - Returns: paragraphs of one line each; quotes keep their marks.
    static func unwrapped(_ text: String, deletesSpace: Bool) -> String {
        var output: [UInt8] = []
        var openDepth: Int?
        for line in Array(text.utf8).split(
            separator: Octet.lineFeed,
            omittingEmptySubsequences: false
        ) {
            let depth = line.prefix { $0 == 0x3E }.count
            var content = line.dropFirst(depth)
            if content.first == Octet.space { content = content.dropFirst() }
            // "-- " is the mark of a signature and never flows (§4.3).
            let isSignature = content.elementsEqual("-- ".utf8)
            if openDepth != depth || isSignature {
                if openDepth != nil { output.append(Octet.lineFeed) }
                output += [UInt8](repeating: 0x3E, count: depth)
                if depth > 0, !content.isEmpty { output.append(Octet.space) }
            }
            let isSoft = content.last == Octet.space && !isSignature
            output += isSoft && deletesSpace ? content.dropLast() : content
            openDepth = isSoft ? depth : nil
            if !isSoft { output.append(Octet.lineFeed) }
        }
        // The last line had no line end of its own, or was empty.
        if openDepth == nil { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }
}
