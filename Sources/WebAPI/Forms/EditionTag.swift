import Cryptography
import Desk
import HTTPTypes
import Hummingbird
import NIOCore

/// The version of something that is no ticket as HTTP says it: a strong entity tag (RFC 9110 §8.8.3).
///
/// Behind what people may change stands all the rest, which counts on by itself: whoever changes the
/// thing need not have seen that.
struct EditionTag: CustomStringConvertible {
    let description: String

    /// - Parameters:
    ///   - edition: what people may change of it.
    ///   - octets: what is answered.
    init(_ edition: Edition, _ octets: [UInt8]) {
        let rest = Digest(of: octets).hexadecimal.prefix(Self.restDigits)
        description = "\"\(edition.text)-\(rest)\""
    }

    private static let restDigits = 16
    /// How one is written.
    static let pattern = #"^"[0-9a-f]{64}-[0-9a-f]{16}"$"#

    /// What a caller has seen, from `If-Match` (RFC 9110 §13.1.1); nil where they do not say.
    static func seen(in request: Request) throws(Problem) -> Edition? {
        guard let header = request.headers[.ifMatch] else { return nil }
        guard header.hasPrefix("\""), header.hasSuffix("\""), !header.contains(",") else {
            throw .oneVersionNeeded
        }
        return Edition(String(header.dropFirst().prefix { $0 != "-" && $0 != "\"" }))
    }
}

extension Response {
    /// Something with its version.
    static func edition(_ edition: Edition, _ body: some Encodable) -> Response {
        let octets = JSON.buffer(body)
        let tag = EditionTag(edition, Array(octets.readableBytesView))
        return JSON.answer(written: octets, headers: [.eTag: tag.description])
    }
}
