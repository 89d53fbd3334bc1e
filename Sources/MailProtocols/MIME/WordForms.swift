/// Two forms of the words in one place of a mail: one written as plain text, one read from HTML.
enum WordForms {
    /// What a human should read: the plain form, unless the page says more.
    static func best(plain: String, page: String) -> String {
        if PlainText.isBlank(page) { return plain }
        if PlainText.isBlank(plain) || hasLostLines(plain, page) { return page }
        let one = words(of: plain)
        let other = words(of: page)
        // Such a plain form says that one needs a program that shows HTML, or is only the beginning.
        let isOther = other.subtracting(one).count * 2 >= other.count
        guard isOther, other.count * 2 >= one.count || one.contains(Array("html".utf8)) else {
            return plain
        }
        return one.isSubset(of: other) ? page : "\(plain)\n\n\(page)"
    }

    /// Some telephones write the plain form without its line breaks: the same words, run together.
    private static func hasLostLines(_ plain: String, _ page: String) -> Bool {
        func measure(_ text: String) -> (letters: Int, lines: Int) {
            var letters = 0
            var lines = 1
            for octet in text.utf8 {
                if octet == Octet.lineFeed {
                    lines += 1
                } else if octet > Octet.space {
                    letters += 1
                }
            }
            return (letters, lines)
        }
        let one = measure(plain)
        let other = measure(page)
        let areSame = abs(one.letters - other.letters) * 10 < max(one.letters, other.letters)
        return areSame && other.lines >= 4 && other.lines >= one.lines * 4
    }

    /// The words that a text begins with; what a quoted line says and where a link leads are not its own.
    private static func words(of text: String) -> Set<[UInt8]> {
        var words: Set<[UInt8]> = []
        var word: [UInt8] = []
        var skipsUntil: UInt8?
        var last = Octet.lineFeed
        func endWord() {
            if !word.isEmpty { words.insert(word) }
            word.removeAll(keepingCapacity: true)
        }
        for octet in text.utf8.prefix(bytesMax) {
            defer { last = octet }
            if octet == Octet.lineFeed || octet == skipsUntil {
                skipsUntil = nil
                endWord()
            } else if skipsUntil != nil {
                continue
            } else if octet == HTMLScanner.tagEnd, last == Octet.lineFeed {
                skipsUntil = Octet.lineFeed
            } else if octet == HTMLScanner.tagStart {
                skipsUntil = HTMLScanner.tagEnd
                endWord()
            } else if Octet.isLetter(octet) || Octet.isDigit(octet) || octet >= 0x80 {
                let isLetterBegun = octet & 0xC0 != 0x80
                if standsAlone(octet) || (isLetterBegun && word.first.map(standsAlone) == true) {
                    endWord()
                }
                word.append(Octet.lowercased(octet))
            } else {
                endWord()
            }
        }
        endWord()
        return words.subtracting(marks)
    }

    /// True for the first octet of a letter of those writings that know no spaces, and of most marks.
    private static func standsAlone(_ octet: UInt8) -> Bool { octet >= 0xE0 || octet == 0xC2 }

    /// What is compared: whoever writes more writes no stub.
    private static let bytesMax = 65_536

    /// Where one form has these the other may have those of a typewriter.
    private static let marks = Set("\u{A0}–—‘’“”•…".unicodeScalars.map { Array(String($0).utf8) })
}
