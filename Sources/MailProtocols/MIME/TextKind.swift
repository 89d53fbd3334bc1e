import CGMime

/// What stands in a part that holds words for a human.
enum TextKind {
    case plain
    case html
    /// Words among marks of their own, as in `text/markdown`: read as plain (RFC 2046 §4.1.4), and only
    /// where there is no better form of them.
    case marked
    /// A type that nobody has defined: plain (RFC 2045 §5.2), unless its octets say otherwise.
    case unknown

    /// Nil for what is a file to a human.
    init?(_ mediaType: String) {
        switch mediaType {
        case "text/plain": self = .plain
        case "text/html": self = .html
        case _ where Self.data.contains(mediaType): return nil
        default:
            let kind = mediaType.prefix { $0 != "/" }
            if kind == "text" {
                self = .marked
            } else if Self.kindsOfFiles.contains(String(kind)) || kind.hasPrefix("x-") {
                return nil
            } else {
                self = .unknown
            }
        }
    }

    /// Text for programs.
    private static let data: Set = [
        "text/calendar", "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory",
        "text/csv", "text/tab-separated-values", "text/css", "text/javascript", "text/xml",
        "text/smil", "text/rfc822-headers",
    ]

    /// The types of RFC 2046 §3 and those defined since.
    private static let kindsOfFiles: Set = [
        "application", "audio", "chemical", "font", "haptics", "image", "message", "model",
        "multipart", "video",
    ]
}

/// The text of a part, not yet decoded.
struct TextPart {
    let kind: TextKind
    let octets: [UInt8]
    /// What its sender says of it.
    let charset: String?
    let isFlowed: Bool
    let deletesSpace: Bool

    init(_ kind: TextKind, _ octets: [UInt8], of object: UnsafeMutablePointer<GMimeObject>) {
        func parameter(_ name: String) -> String? { GMimeObjects.parameter(name, of: object) }
        self.kind = kind
        self.octets = octets
        charset = parameter("charset")
        isFlowed = kind == .plain && parameter("format")?.lowercased() == "flowed"
        deletesSpace = parameter("delsp")?.lowercased() == "yes"
    }

    func decoded() -> Charset.Decoded {
        kind == .html
            ? Charset.decode(page: octets, label: charset)
            : Charset.decode(octets, label: charset)
    }
}
