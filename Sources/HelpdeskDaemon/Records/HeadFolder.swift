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

    /// A file in the folder, and when it was written.
    typealias Entry = (file: String, writtenAt: Date)

    /// Signs a head and keeps it; the oldest beyond `keep` go, and never this one.
    func add(_ head: ChainHead, keep: Int) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let file = place(for: head)
        try Data(Self.signed(head, of: desk, by: signer))
            .write(to: URL(fileURLWithPath: file), options: .atomic)
        for old in try entries().dropLast(keep) where old.file != file {
            try FileManager.default.removeItem(atPath: old.file)
        }
    }

    /// Every head that is there, the oldest first.
    ///
    /// - Throws: what the system has against the folder.
    func heads() throws -> [SignedHead] {
        try entries().map { Self.read($0.file, by: signer, of: desk) }
    }

    /// The one that was written last, by `moment`; nil when there is none.
    ///
    /// What is dated later was written when the clock was ahead: how old it is nobody knows.
    func newest(by moment: Date) -> Entry? {
        // A folder that is not there has none.
        (try? entries())?.last { $0.writtenAt <= moment }
    }

    /// Where a head is kept: in its own file of before, which then shows that the desk goes on, or in
    /// one that is not there yet.
    ///
    /// Another head may have the same number: after a restore the chain goes on from an earlier seal,
    /// and what was signed before is all that proves it.
    private func place(for head: ChainHead) -> String {
        let number = "\(head.seal)"
        let name = "head-" + String(repeating: "0", count: 12 - min(12, number.count)) + number
        var copies = 1
        while true {
            let file = "\(path)/\(name)\(copies == 1 ? "" : "-\(copies)").pem"
            let isTaken = FileManager.default.fileExists(atPath: file)
            let kept = isTaken ? Self.read(file, by: signer, of: desk).head : nil
            // When it was made is kept to the second.
            if !isTaken || (kept?.seal, kept?.digest) == (head.seal, head.digest) { return file }
            copies += 1
        }
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

    /// The files of heads, the oldest first by when they were written: numbers begin again at an
    /// earlier one after a restore.
    private func entries() throws -> [Entry] {
        try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasPrefix("head-") && $0.hasSuffix(".pem") }
            .compactMap { name -> Entry? in
                let file = "\(path)/\(name)"
                // One that is gone meanwhile is none.
                let facts = try? FileManager.default.attributesOfItem(atPath: file)
                return (facts?[.modificationDate] as? Date).map { (file, $0) }
            }
            .sorted { ($0.writtenAt, $0.file) < ($1.writtenAt, $1.file) }
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
