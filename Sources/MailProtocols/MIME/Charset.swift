import CGMime
import Foundation
import Synchronization

/// Octets to text, whatever their sender said about them.
///
/// Labels are often wrong. A wrong or unknown one is answered by UTF-8 when the octets are valid
/// UTF-8, which other text hardly ever is by chance, and by Windows-1252 when they are not.
enum Charset {
    struct Decoded: Equatable {
        let text: String
        /// What was odd, for a human; nil when the label told the truth.
        let problem: String?
    }

    static func decode(_ octets: [UInt8], label: String?) -> Decoded {
        let said = CharsetNames.written(label)
        let name = CharsetNames.canonical(said)
        let mayHide = ["utf-", "ucs-", hz].contains { name.hasPrefix($0) }
        if !mayHide, octets.allSatisfy({ $0 < 0x80 && $0 != escape }) {
            return Decoded(text: String(decoding: octets, as: UTF8.self), problem: nil)
        }
        switch name {
        case "utf-8": return utf8(octets)
        case "", "us-ascii", "iso-8859-1", "windows-1252": return western(octets, label: name)
        case hz: return foreign(doubled(octets), name: "gb18030", said: said)
        default: return foreign(octets, name: name, said: said)
        }
    }

    /// The text of a page, which may name its charset itself where its part names none.
    static func decode(page octets: [UInt8], label: String?) -> Decoded {
        guard ["", "us-ascii"].contains(CharsetNames.canonical(CharsetNames.written(label))),
            let own = CharsetNames.ofPage(octets)
        else { return decode(octets, label: label) }
        // Who made UTF-8 of a page on its way leaves in it what it said before.
        let isUTF8 =
            octets.contains { $0 >= 0x80 } && String(validating: octets, as: UTF8.self) != nil
        return decode(octets, label: isUTF8 ? "utf-8" : own)
    }

    /// Text of octets that nobody labelled, as in a raw header.
    static func guess(_ octets: [UInt8]) -> String { decode(octets, label: nil).text }

    /// ISO-2022 charsets hide their letters behind it, all in seven bits.
    private static let escape: UInt8 = 0x1B

    private static let hz = "hz-gb-2312"

    /// Takes the tildes away between which HZ writes GB 2312 in seven bits (RFC 1843).
    private static func doubled(_ octets: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var isChinese = false
        var index = 0
        while index < octets.count {
            let octet = octets[index]
            let next = index + 1 < octets.count ? octets[index + 1] : 0
            index += 1
            if octet == 0x7E, [0x7B, 0x7D, 0x7E, Octet.lineFeed].contains(next) {
                index += 1
                if next == 0x7E { result.append(octet) }
                if next == 0x7B || next == 0x7D { isChinese = next == 0x7B }
                continue
            }
            if octet == Octet.lineFeed { isChinese = false }
            result.append(isChinese && octet > Octet.space ? octet | 0x80 : octet)
        }
        return result
    }

    private static func utf8(_ octets: [UInt8]) -> Decoded {
        if let text = String(validating: octets, as: UTF8.self) {
            return Decoded(text: text, problem: nil)
        }
        let problem = "text says utf-8 and is not"
        let repaired = String(decoding: octets, as: UTF8.self)
        var foreignCount = 0
        var lostCount = 0
        for scalar in repaired.unicodeScalars where !scalar.isASCII {
            if scalar == "\u{FFFD}" { lostCount += 1 } else { foreignCount += 1 }
        }
        // A few broken octets in a text that is UTF-8 otherwise: cut or damaged on the way.
        if foreignCount > lostCount { return Decoded(text: repaired, problem: problem) }
        return Decoded(text: windows1252(octets), problem: problem)
    }

    private static func western(_ octets: [UInt8], label: String) -> Decoded {
        let said = label.isEmpty ? "no charset" : label
        if let text = String(validating: octets, as: UTF8.self) {
            return Decoded(text: text, problem: "text says \(said) and is utf-8")
        }
        // ISO-8859-1 has control characters where Windows-1252 has quotes, dashes and the euro;
        // the WHATWG encoding standard reads both as the latter.
        let isTrue = label == "iso-8859-1" || label == "windows-1252"
        return Decoded(
            text: windows1252(octets),
            problem: isTrue ? nil : "text says \(said) and has 8-bit octets"
        )
    }

    private static func foreign(_ octets: [UInt8], name: String, said: String) -> Decoded {
        guard let converted = converted(octets, from: name) else {
            let text = String(validating: octets, as: UTF8.self) ?? windows1252(octets)
            return Decoded(text: text, problem: "charset is unknown: \(said)")
        }
        guard converted.lostCount > 0 else { return Decoded(text: converted.text, problem: nil) }
        let text = String(validating: octets, as: UTF8.self) ?? converted.text
        return Decoded(text: text, problem: "text says \(said) and is not")
    }

    private static func windows1252(_ octets: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        for octet in octets {
            guard (0x80...0x9F).contains(octet) else {
                scalars.append(Unicode.Scalar(octet))
                continue
            }
            scalars.append(c1Letters[Int(octet) - 0x80])
        }
        return String(scalars)
    }

    /// 0x80...0x9F of Windows-1252; the five undefined octets become the replacement character.
    static let c1Letters = Array(
        ("€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}" + "\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ").unicodeScalars
    )
}

extension Charset {
    /// Converts with the system's iconv; an octet that means nothing becomes U+FFFD.
    ///
    /// - Returns: nil when iconv does not know the charset.
    private static func converted(
        _ octets: [UInt8],
        from label: String
    ) -> (text: String, lostCount: Int)? {
        let isName = label.utf8.allSatisfy {
            Octet.isLetter($0) || Octet.isDigit($0) || "-_.:+()".utf8.contains($0)
        }
        guard isName, let conversion = Conversion(from: label) else { return nil }
        return conversion.run(octets)
    }

    /// An open iconv conversion to UTF-8.
    private struct Conversion: ~Copyable {
        private let handle: GIConv

        init?(from label: String) {
            // g_iconv_open answers (GIConv) -1 for a charset it does not know.
            guard let handle = g_iconv_open("UTF-8", label), Int(bitPattern: handle) != -1 else {
                return nil
            }
            self.handle = handle
            LoadedCharsets.keep(label)
        }

        deinit { g_iconv_close(handle) }

        func run(_ octets: [UInt8]) -> (text: String, lostCount: Int) {
            var input = octets.map(CChar.init(bitPattern:))
            var output: [UInt8] = []
            var lostCount = 0
            var room = [CChar](repeating: 0, count: 16_384)
            input.withUnsafeMutableBufferPointer { source in
                var next = source.baseAddress
                var left = source.count
                while left > 0 {
                    let result = step(&next, &left, &room, &output)
                    // E2BIG only says that the room is full.
                    guard result == Int.max, errno != E2BIG else { continue }
                    output += Array("\u{FFFD}".utf8)
                    lostCount += 1
                    // EINVAL is a letter cut off at the end: nothing can follow it.
                    guard errno == EILSEQ else { break }
                    next = next?.advanced(by: 1)
                    left -= 1
                }
            }
            return (String(decoding: output, as: UTF8.self), lostCount)
        }

        private func step(
            _ next: inout UnsafeMutablePointer<CChar>?,
            _ left: inout Int,
            _ room: inout [CChar],
            _ output: inout [UInt8]
        ) -> Int {
            room.withUnsafeMutableBytes { raw in
                var target = raw.bindMemory(to: CChar.self).baseAddress
                var bytesIn = gsize(left)
                var bytesOut = gsize(raw.count)
                let result = g_iconv(handle, &next, &bytesIn, &target, &bytesOut)
                left = Int(bytesIn)
                output.append(contentsOf: raw[..<(raw.count - Int(bytesOut))])
                return result == gsize.max ? Int.max : Int(result)
            }
        }
    }
}

/// Charsets that stay loaded.
///
/// iconv unloads the tables of a charset with its last conversion and loads them for the next, which takes
/// a hundred times as long as the conversion of a word; a mail may have a word for each of its octets.
private enum LoadedCharsets {
    /// Names that are remembered; whoever sends more pays with the patience of their own mail.
    private static let namesMax = 256
    private static let names = Mutex<Set<String>>([])

    /// Opens a conversion of this charset that nobody closes.
    static func keep(_ name: String) {
        names.withLock { names in
            guard names.count < namesMax, names.insert(name).inserted else { return }
            _ = g_iconv_open("UTF-8", name)
        }
    }
}
