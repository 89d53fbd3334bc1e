import Cryptography
import Desk
import DeskTesting
import Foundation
import Testing

@testable import HelpdeskDaemon
@testable import Storage

@Suite("The folder of signed heads")
struct HeadFolderTests {
    private let folder: TemporaryFolder
    private let signer: RecordSigner

    init() throws {
        folder = try TemporaryFolder("heads")
        signer = RecordSigner(
            certificate: folder.path("records.pem"),
            key: folder.path("records.key")
        )
        try LoopbackProcess.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "3650", "-subj", "/CN=helpdesk records",
                "-addext", "keyUsage=critical,digitalSignature",
                "-keyout", signer.key, "-out", signer.certificate,
            ],
            logPath: folder.path("openssl.log")
        )
    }

    private var heads: HeadFolder {
        HeadFolder(path: folder.path("heads"), signer: signer, desk: "support@example.org")
    }

    private static func head(_ seal: Int64, of chain: String) -> ChainHead {
        ChainHead(seal: seal, digest: Digest(of: Array("\(chain) \(seal)".utf8)), at: Date())
    }

    /// Lets a file have been written so many seconds ago.
    private func age(_ name: String, _ seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date() - seconds],
            ofItemAtPath: folder.path("heads/\(name)")
        )
    }

    private func digests() throws -> [String: Digest?] {
        Dictionary(
            uniqueKeysWithValues: try heads.heads().map {
                (URL(filePath: $0.file).lastPathComponent, $0.head?.digest)
            }
        )
    }

    @Test("keeps what was signed before a restore, and knows the newest by when it was written")
    func restored() throws {
        let (lost, later) = (Self.head(42, of: "lost"), Self.head(50, of: "lost"))
        try heads.add(lost, keep: 10)
        try heads.add(later, keep: 10)
        try age("head-000000000042.pem", 7_200)
        try age("head-000000000050.pem", 3_600)

        let restored = Self.head(42, of: "restored")
        try heads.add(restored, keep: 10)
        let all: [String: Digest?] = [
            "head-000000000042.pem": lost.digest, "head-000000000050.pem": later.digest,
            "head-000000000042-2.pem": restored.digest,
        ]
        #expect(try digests() == all)
        #expect(heads.newest(by: .now)?.file.hasSuffix("/head-000000000042-2.pem") == true)
        // Signed anew it stays one.
        try age("head-000000000042-2.pem", 1_800)
        try heads.add(restored, keep: 10)
        #expect(try digests() == all)
        let newest = try #require(heads.newest(by: .now))
        #expect(newest.file.hasSuffix("/head-000000000042-2.pem"))
        #expect(newest.writtenAt > Date() - 600)
    }

    @Test("lets the oldest go, and never the one that was just signed")
    func kept() throws {
        for seal in [Int64(90), 91, 92] { try heads.add(Self.head(seal, of: "lost"), keep: 3) }
        for (place, seal) in [90, 91, 92].enumerated() {
            try age("head-0000000000\(seal).pem", Double(7_200 - place * 60))
        }
        try heads.add(Self.head(7, of: "restored"), keep: 2)
        #expect(
            try digests().keys.sorted() == ["head-000000000007.pem", "head-000000000092.pem"]
        )
        // A clock that was ahead makes the others younger.
        try age("head-000000000007.pem", -7_200)
        try age("head-000000000092.pem", -3_600)
        try heads.add(Self.head(8, of: "restored"), keep: 1)
        #expect(try digests().keys.contains("head-000000000008.pem"))
        #expect(heads.newest(by: .now)?.file.hasSuffix("8.pem") == true)
    }

    @Test("is missed where the chain is compared with it and it is not there, or is empty")
    func compared() async throws {
        let path = folder.path("helpdesk.sqlite")
        let store = try SQLiteStore(path: path)
        try await Records(store: store).recordLook(at: nil, by: "operator:test")
        _ = try await store.seal(at: Date() - 7_200)
        let (head, other) = (try await store.chainHead(), Self.head(1, of: "other"))
        try store.close()
        try folder.write(
            """
            mail: { address: support@example.org, name: Medborgarsupport }
            knowledge-base: { path: / }
            directory:
              urls: ["ldap://127.0.0.1"]
              user-base: ou=people,dc=example,dc=org
              roles: { agent: ["cn=agents,dc=example,dc=org"] }
              ca-file: /dev/null
            store: { url: "sqlite:\(path)" }
            audit: { certificate: \(signer.certificate), key: \(signer.key), heads: \(heads.path) }
            """,
            to: "helpdesk.yaml"
        )
        let command = ["audit", "verify", "--config", folder.path("helpdesk.yaml")]
        #expect(await HelpdeskDaemon.run(command) == SystemExit.notThere)
        try folder.folder("heads")
        #expect(await HelpdeskDaemon.run(command) == SystemExit.badData)
        try heads.add(try #require(head), keep: 10)
        #expect(await HelpdeskDaemon.run(command) == 0)
        let misspelt = command + ["--heads", folder.path("haeds")]
        #expect(await HelpdeskDaemon.run(misspelt) == SystemExit.notThere)
        try heads.add(other, keep: 10)
        #expect(await HelpdeskDaemon.run(command) == SystemExit.badData)

        // That there is nothing to compare it with does not keep the chain from being examined.
        let again = try SQLiteStore(path: path)
        try await again.write { transaction throws(DeskError) in
            let session = StoreTransaction(transaction).session
            try session.execute("DROP TRIGGER reads_are_not_changed")
            try session.execute("UPDATE reads SET staff = 'grace'")
        }
        try again.close()
        #expect(await HelpdeskDaemon.run(misspelt) == SystemExit.badData)
    }
}
