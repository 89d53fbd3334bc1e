import Foundation

/// Encoded words in raw header values (RFC 2047), read the way mail is and not as it should be.
///
/// Words of one charset side by side are joined before they are decoded, because senders cut
/// through the middle of a letter; 8-bit octets outside of them are read as ``Charset`` guesses.
enum EncodedWords {
    /// The value as text, which must never be parsed as a header again.
    static func decoded(_ raw: [UInt8]) -> String {
        pieces(of: raw).map(\.text).joined()
    }

    /// The value with each run of words as one word in UTF-8, and 8-bit octets as UTF-8.
    ///
    /// A name stays encoded, so that a comma or bracket inside it cannot change the structure.
    static func normalised(_ raw: [UInt8]) -> [UInt8] {
        pieces(of: raw).flatMap { piece -> [UInt8] in
            guard piece.charset != nil else { return Array(piece.text.utf8) }
            let base64 = Data(piece.text.utf8).base64EncodedString()
            return Array("=?UTF-8?B?\(base64)?=".utf8)
        }
    }

    /// The text, wholly encoded when it holds what looks like an encoded word; the library would
    /// leave that as it is, and whoever reads it would decode it.
    static func protected(_ text: String) -> String {
        guard text.contains("=?") else { return text }
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in text.unicodeScalars {
            let octets = Array(String(scalar).utf8)
            // RFC 2047 §2: 75 octets a word, whole letters only.
            if chunk.count + octets.count > 45 {
                words.append("=?UTF-8?B?\(Data(chunk).base64EncodedString())?=")
                chunk = []
            }
            chunk += octets
        }
        words.append("=?UTF-8?B?\(Data(chunk).base64EncodedString())?=")
        return words.joined(separator: " ")
    }

    private struct Piece {
        /// Nil for octets that stand in the value as they are.
        let charset: String?
        var octets: [UInt8]

        var text: String {
            charset.map { Charset.decode(octets, label: $0).text } ?? Charset.guess(octets)
        }

        /// True for the white space between two words, which is no part of the text.
        var isGap: Bool {
            charset == nil
                && octets.allSatisfy {
                    $0 == Octet.space || $0 == Octet.tab || $0 == Octet.carriageReturn
                        || $0 == Octet.lineFeed
                }
        }
    }

    private static func pieces(of raw: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var plainStart = 0
        var position = 0
        var ends = EndFinder()
        while let start = nextMark(in: raw, from: position) {
            guard let word = word(in: raw, at: start, &ends) else {
                position = start + 1
                continue
            }
            append(Piece(charset: nil, octets: Array(raw[plainStart..<start])), to: &pieces)
            append(Piece(charset: word.charset, octets: word.octets), to: &pieces)
            plainStart = word.end
            position = word.end
        }
        append(Piece(charset: nil, octets: Array(raw[plainStart...])), to: &pieces)
        return pieces
    }

    /// Joins a word to the one before it, over white space, when both have the same charset.
    private static func append(_ piece: Piece, to pieces: inout [Piece]) {
        guard piece.charset != nil else {
            if !piece.octets.isEmpty { pieces.append(piece) }
            return
        }
        if pieces.count > 1, pieces[pieces.count - 1].isGap,
            pieces[pieces.count - 2].charset != nil
        {
            pieces.removeLast()
        }
        if let last = pieces.indices.last, pieces[last].charset == piece.charset {
            pieces[last].octets += piece.octets
        } else {
            pieces.append(piece)
        }
    }

    private static func nextMark(in raw: [UInt8], from start: Int) -> Int? {
        var position = start
        while position + 1 < raw.count {
            if raw[position] == 0x3D, raw[position + 1] == 0x3F { return position }
            position += 1
        }
        return nil
    }

    /// Reads `=?charset*language?B or Q?text?=`.
    private static func word(
        in raw: [UInt8],
        at start: Int,
        _ ends: inout EndFinder
    ) -> (charset: String, octets: [UInt8], end: Int)? {
        let charset = raw[(start + 2)...].prefix(60).prefix { $0 > Octet.space && $0 != 0x3F }
        let mark = charset.endIndex
        guard !charset.isEmpty, mark + 2 < raw.count, raw[mark] == 0x3F, raw[mark + 2] == 0x3F
        else { return nil }
        guard let end = ends.end(in: raw, from: mark + 3) else { return nil }
        let text = raw[(mark + 3)..<end]
        let octets: [UInt8]
        switch Octet.lowercased(raw[mark + 1]) {
        case 0x62: octets = Base64Octets.decode(text).octets
        case 0x71: octets = quotedPrintable(text)
        default: return nil
        }
        let name = charset.prefix { $0 != 0x2A }
        return (String(decoding: name.map(Octet.lowercased), as: UTF8.self), octets, end + 2)
    }

    /// The Q encoding (RFC 2047 §4.2).
    private static func quotedPrintable(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        var rest = text
        while let octet = rest.popFirst() {
            switch octet {
            case 0x5F: octets.append(Octet.space)
            case 0x3D:
                guard let high = rest.first.flatMap(Octet.hexadecimalValue),
                    let low = rest.dropFirst().first.flatMap(Octet.hexadecimalValue)
                else {
                    octets.append(octet)
                    continue
                }
                octets.append(high << 4 | low)
                rest = rest.dropFirst(2)
            default: octets.append(octet)
            }
        }
        return octets
    }
}

extension EncodedWords {
    /// Finds the next `?=`, and remembers it, so that a header full of openings stays linear.
    private struct EndFinder {
        private var found = 0
        private var isExhausted = false

        mutating func end(in raw: [UInt8], from start: Int) -> Int? {
            guard !isExhausted else { return nil }
            if found >= start { return found }
            var position = start
            while position + 1 < raw.count {
                if raw[position] == 0x3F, raw[position + 1] == 0x3D {
                    found = position
                    return position
                }
                position += 1
            }
            isExhausted = true
            return nil
        }
    }
}
