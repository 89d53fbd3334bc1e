import Cryptography
import Foundation
import Storage

/// The folder of signed heads: a file each, which `openssl cms -verify` alone proves.
struct HeadFolder: Sendable {
    let path: String
    let signer: RecordSigner
    /// Whose chain it is: the desk's address.
    let desk: String

    /// What is signed, as JSON.
    struct Statement: Codable, Equatable {
        var desk: String
        var seal: Int64
        var digest: String
        var at: Date

        init(_ head: ChainHead, of desk: String) {
            self.desk = desk
            seal = head.seal
            digest = head.digest.hexadecimal
            at = head.at
        }

        var head: ChainHead? {
            Digest(hexadecimal: digest).map {
                ChainHead(seal: seal, digest: $0, at: at)
            }
        }
    }

    /// A head as it is kept.
    static func signed(
        _ head: ChainHead,
        of desk: String,
        by signer: RecordSigner
    ) throws -> [UInt8] {
        try signer.sign(Array(encoder.encode(Statement(head, of: desk))) + [0x0A])
    }

    /// Signs a head and keeps it; the oldest beyond `keep` go.
    func add(_ head: ChainHead, keep: Int) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let name = "head-\(String(repeating: "0", count: 12 - min(12, "\(head.seal)".count)))"
        let file = URL(fileURLWithPath: path).appending(path: "\(name)\(head.seal).pem")
        try Data(Self.signed(head, of: desk, by: signer)).write(to: file, options: .atomic)
        for old in files().dropLast(keep) {
            try FileManager.default.removeItem(atPath: old)
        }
    }

    /// Every head that is there, the oldest first.
    func heads() -> [SignedHead] { files().map { Self.read($0, by: signer, of: desk) } }

    /// The newest one's file and when it was written; nil when there is none.
    func newest() -> (file: String, writtenAt: Date)? {
        guard let file = files().last,
            let facts = try? FileManager.default.attributesOfItem(atPath: file),
            let moment = facts[.modificationDate] as? Date
        else { return nil }
        return (file, moment)
    }

    private static func read(
        _ file: String,
        by signer: RecordSigner,
        of desk: String
    ) -> SignedHead {
        guard let signed = FileManager.default.contents(atPath: file),
            let content = signer.verified(Array(signed)),
            let statement = try? decoder.decode(Statement.self, from: Data(content)),
            statement.desk == desk
        else { return SignedHead(file: file, head: nil) }
        return SignedHead(file: file, head: statement.head)
    }

    private func files() -> [String] {
        // A folder that is not there has none.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix("head-") && $0.hasSuffix(".pem") }.sorted()
            .map { "\(path)/\($0)" }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}
