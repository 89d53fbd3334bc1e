/// What the names of charsets stand for that mail programs write.
enum CharsetNames {
    /// The name alone, in lower case; empty when there is none.
    static func written(_ label: String?) -> String {
        // Some write "utf-8 (Unicode)" or let the next parameter in.
        let kept = (label ?? "").utf8.prefix { $0 != 0x28 && $0 != 0x3B }
            .filter { $0 > Octet.space && $0 != Octet.quote && $0 < 0x7F }
        return String(decoding: kept.prefix(40).map(Octet.lowercased), as: UTF8.self)
    }

    /// The name to look a charset up by.
    static func canonical(_ name: String) -> String {
        let bare = name.hasPrefix("x-") ? String(name.dropFirst(2)) : name
        // "cp-1251" and the like.
        let short = bare.hasPrefix("cp-") ? "cp" + bare.dropFirst(3) : bare
        return aliases[short] ?? short
    }

    /// Names that iconv does not know, and those of charsets that are hardly ever meant: who says the
    /// first writes letters of the second, which has all of its letters (WHATWG Encoding §4.2).
    private static let aliases: [String: String] = {
        var aliases: [String: String] = [:]
        for (name, others) in [
            ("utf-8", "utf8 unicode-1-1-utf-8"),
            ("us-ascii", "ascii ansi_x3.4-1968 iso646-us usascii"),
            ("iso-8859-1", "latin1 latin-1 iso8859-1 iso_8859-1 l1 cp819"),
            ("windows-1252", "cp1252 windows1252 ansi"),
            ("gb18030", "gb2312 gb_2312-80 csgb2312 chinese euc-cn gbk cp936 windows-936"),
            ("cp949", "ks_c_5601-1987 ks_c_5601-1989 ksc_5601 ksc5601 korean euc-kr windows-949"),
            ("cp932", "shift_jis shift-jis sjis ms_kanji windows-31j"),
            ("iso-8859-8", "iso-8859-8-i iso-8859-8-e"),
            ("macintosh", "mac-roman macroman"), ("mac-centraleurope", "mac-ce"),
            ("utf-7", "unicode-1-1-utf-7"), ("hz-gb-2312", "hz"),
        ] {
            for other in others.split(separator: " ") { aliases[String(other)] = name }
        }
        return aliases
    }()
}

extension CharsetNames {
    /// The charset that a page names in its `<meta>`; nil when it names none where it should.
    static func ofPage(_ octets: [UInt8]) -> String? {
        octets.prefix(pageBytesMax).withUnsafeBufferPointer { beginning in
            var scanner = HTMLScanner(beginning)
            while let token = scanner.next() {
                guard case .open("meta", let range) = token else { continue }
                let found = scanner.attributes(range, named: ["charset", "content"])
                if let name = found["charset"] ?? found["content"].flatMap(Self.parameter) {
                    // Nobody could have read that in a page of UTF-16.
                    return name.lowercased().hasPrefix("utf-16") ? "utf-8" : name
                }
            }
            return nil
        }
    }

    /// A page has it in its first 1024 octets (WHATWG HTML §4.2.5.4), Outlook's not always.
    private static let pageBytesMax = 4_096

    /// The charset of `text/html; charset=koi8-r`.
    private static func parameter(_ content: String) -> String? {
        let mark = "charset="
        let parts = content.split(whereSeparator: { $0 == ";" || $0.isWhitespace })
        return parts.first { $0.lowercased().hasPrefix(mark) }
            .map { String($0.dropFirst(mark.count)) }
    }
}
