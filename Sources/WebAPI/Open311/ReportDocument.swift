import Foundation
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore

/// An answer as GeoReport v2 writes it, in XML and in JSON.
///
/// JSON follows the XML by a rule (Spark convention): a list is a list and its items lose their names,
/// what is empty is null, and the root loses its name.
indirect enum ReportDocument: Sendable {
    case text(String?)
    case number(Double)
    case whole(Int)
    case flag(Bool)
    /// Its members in their order.
    case record([(name: String, value: ReportDocument)])
    /// Items of one name.
    case list(item: String, [ReportDocument])

    static func moment(_ moment: Date?) -> ReportDocument {
        .text(moment.map { $0.formatted(.iso8601) })
    }
}

/// How an answer is written: by what its path ends in.
enum ReportFormat: String, Sendable, CaseIterable {
    case xml
    case json

    var mediaType: String {
        switch self {
        case .xml: "text/xml; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        }
    }

    /// Takes what a path ends in off it; the standard asks for XML where nothing is said.
    static func ending(_ path: String) -> (bare: String, format: ReportFormat) {
        for format in allCases where path.hasSuffix(".\(format.rawValue)") {
            return (String(path.dropLast(format.rawValue.count + 1)), format)
        }
        return (path, .xml)
    }

    func response(
        _ root: String,
        _ document: ReportDocument,
        _ status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets(root, document)))
        )
    }

    /// A whole answer.
    func octets(_ root: String, _ document: ReportDocument) -> [UInt8] {
        switch self {
        case .xml:
            var xml = XMLOctets()
            xml.element(root, document)
            return xml.bytes
        case .json:
            var json = JSONOctets(capacity: 1_024)
            document.write(to: &json)
            return json.bytes
        }
    }

    /// An answer that is a list, written item by item as it leaves: a thousand of the longest are
    /// many megabytes, and nobody need hold them twice.
    func response<Item: Sendable>(
        _ root: String,
        listing items: [Item],
        as name: String,
        _ document: @escaping @Sendable (Item) -> ReportDocument
    ) -> Response {
        let body = ResponseBody { writer in
            var part = begin(root)
            for (place, item) in items.enumerated() {
                part += octets(of: document(item), named: name, isFirst: place == 0)
                guard part.count >= Self.partBytesMin else { continue }
                try await writer.write(ByteBuffer(bytes: part))
                part.removeAll(keepingCapacity: true)
            }
            try await writer.write(ByteBuffer(bytes: part + end(root)))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: mediaType], body: body)
    }

    /// Octets that are written at a time.
    static let partBytesMin = 65_536

    private func begin(_ root: String) -> [UInt8] {
        switch self {
        case .xml: XMLOctets().bytes + Array("<\(root)>".utf8)
        case .json: [UInt8(ascii: "[")]
        }
    }

    private func end(_ root: String) -> [UInt8] {
        switch self {
        case .xml: Array("</\(root)>".utf8)
        case .json: [UInt8(ascii: "]")]
        }
    }

    private func octets(
        of item: ReportDocument,
        named name: String,
        isFirst: Bool
    ) -> [UInt8] {
        switch self {
        case .xml:
            var xml = XMLOctets(isWhole: false)
            xml.element(name, item)
            return xml.bytes
        case .json:
            var json = JSONOctets(capacity: 1_024)
            item.write(to: &json)
            return (isFirst ? [] : [UInt8(ascii: ",")]) + json.bytes
        }
    }
}

extension ReportDocument {
    fileprivate func write(to json: inout JSONOctets) {
        switch self {
        case .text(let text?) where !text.isEmpty: json.item(text)
        case .text: json.emptyItem()
        case .number(let number): json.item(number)
        case .whole(let number): json.item(number)
        case .flag(let flag): json.item(flag)
        case .list(_, let items): json.list(items) { $1.write(to: &$0) }
        case .record(let members):
            json.object { json in
                for (name, value) in members { json.member(named: name) { value.write(to: &$0) } }
            }
        }
    }
}

/// XML 1.0 as it is being written.
struct XMLOctets {
    /// What has been written so far, in UTF-8.
    private(set) var bytes: [UInt8]

    /// Begins a whole text, or a part that stands within one.
    init(isWhole: Bool = true) {
        bytes = isWhole ? Array(#"<?xml version="1.0" encoding="utf-8"?>"#.utf8) + [0x0A] : []
    }

    /// An element; `name` is one of ours, never a caller's.
    mutating func element(_ name: String, _ content: ReportDocument) {
        bytes += Array("<\(name)>".utf8)
        switch content {
        case .text(let text): put(text ?? "")
        case .number(let number): put(String(number))
        case .whole(let number): put(String(number))
        case .flag(let flag): put(flag ? "true" : "false")
        case .record(let members): for (name, value) in members { element(name, value) }
        case .list(let name, let items): for item in items { element(name, item) }
        }
        bytes += Array("</\(name)>".utf8)
    }

    /// Text between tags; what XML 1.0 has no way to write (§2.2) becomes U+FFFD.
    private mutating func put(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes += Array("&amp;".utf8)
            case "<": bytes += Array("&lt;".utf8)
            case ">": bytes += Array("&gt;".utf8)
            // A reader would make a line feed of it (§2.11).
            case "\r": bytes += Array("&#13;".utf8)
            case "\t", "\n": bytes.append(UInt8(ascii: scalar))
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": bytes += [0xEF, 0xBF, 0xBD]
            default: bytes += scalar.utf8
            }
        }
    }
}
