/// Character references of HTML: numbers, and the names that mail uses.
enum HTMLEntities {
    /// Reads the reference that begins at `&`.
    ///
    /// - Returns: the character and how many octets it took; nil when it is a plain ampersand.
    static func reference(
        _ html: UnsafeBufferPointer<UInt8>,
        at start: Int
    ) -> (character: Unicode.Scalar, bytesCount: Int)? {
        let limit = min(start + bytesMax, html.count)
        var end = start + 1
        while end < limit,
            Octet.isLetter(html[end]) || Octet.isDigit(html[end]) || html[end] == 0x23
        { end += 1 }
        let name = String(decoding: html[(start + 1)..<end], as: UTF8.self)
        guard !name.isEmpty, let character = name.first == "#" ? number(name) : named[name] else {
            return nil
        }
        // Old mail leaves the semicolon out.
        let isClosed = end < html.count && html[end] == 0x3B
        return (character, end - start + (isClosed ? 1 : 0))
    }

    private static let bytesMax = 32

    private static func number(_ name: String) -> Unicode.Scalar? {
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let value =
            isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
        guard let value else { return nil }
        // The HTML standard reads C1 numbers as Windows-1252.
        if (0x80...0x9F).contains(value) { return Charset.c1Letters[Int(value) - 0x80] }
        return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// U+00A0...U+00FF in order (HTML 4 §24.2), then the punctuation that word processors write.
    private static let named: [String: Unicode.Scalar] = {
        let latin1 = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
            plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 \
            iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml \
            Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
            Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring \
            aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve \
            oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
            """
        var table: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "AMP": "&", "LT": "<",
            "GT": ">", "QUOT": "\"", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’",
            "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "hellip": "…", "bull": "•",
            "euro": "€", "trade": "™", "dagger": "†", "Dagger": "‡", "permil": "‰", "lsaquo": "‹",
            "rsaquo": "›", "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ",
            "circ": "ˆ", "tilde": "˜", "ensp": "\u{2002}", "emsp": "\u{2003}",
            "thinsp": "\u{2009}", "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}",
            "rlm": "\u{200F}", "larr": "←", "uarr": "↑", "rarr": "→", "darr": "↓", "harr": "↔",
            "minus": "−", "le": "≤", "ge": "≥", "ne": "≠", "infin": "∞", "check": "✓",
            "sol": "/", "colon": ":", "commat": "@", "num": "#", "excl": "!", "lpar": "(",
            "rpar": ")", "NewLine": "\n", "Tab": "\t",
        ]
        for (name, value) in zip(latin1.split(separator: " "), UInt8(0xA0)...UInt8.max) {
            table[String(name)] = Unicode.Scalar(value)
        }
        return table
    }()
}
