import Desk
import DeskTesting
import Foundation
import MailProtocols
import Testing

@testable import MailGateway

/// Signed with the openssl command, as a citizen's mail program would.
@Suite("An S/MIME signature")
struct MailSignatureTests {
    private static let content = "Content-Type: text/plain; charset=utf-8\r\n\r\nHej från mig\r\n"

    /// A mail signed by somebody of this address, and what is said of it.
    private func outcome(
        signer: String = "maja@example.com",
        from author: String = "Maja@Example.com",
        isOpaque: Bool = false,
        of content: String = content,
        signatures: Int = 1,
        trusting trusts: Bool? = true,
        damaging damage: (String) -> String = { $0 }
    ) throws -> (outcome: String?, mail: ReceivedMail) {
        let folder = try TemporaryFolder()
        let authority = try TestAuthority()
        let certificate = try authority.serverCertificate(in: folder, names: "email:\(signer)")
        try Data(content.utf8).write(to: URL(filePath: folder.path("content")))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        let signers = (0..<signatures).flatMap { _ in
            ["-signer", certificate.file, "-inkey", certificate.keyFile]
        }
        process.arguments =
            [
                "cms", "-sign", "-in", folder.path("content"), "-out", folder.path("signed"),
                "-binary", "-crlfeol",
                // Who signs twice brings the certificate once, all the same.
                "-nocerts", "-certfile", certificate.file,
            ] + (isOpaque ? ["-nodetach"] : []) + signers
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let signed = try String(contentsOfFile: folder.path("signed"), encoding: .utf8)
        let mail = damage("From: \(author)\r\nSubject: Fråga\r\n\(signed)")
        if !isOpaque, mail.hasSuffix(signed) {
            let read = try IncomingMail.parse(Array(mail.utf8))
            #expect(read.signedContent == Array(content.utf8))
        }
        var settings = try Fixtures.settings
        let other = try TestAuthority()
        if let trusts {
            let file = trusts ? authority.caFile : other.caFile
            settings.signatureAuthorities = Array(try Data(contentsOf: URL(filePath: file)))
        }
        let received = MailPipeline.run(
            RawMail(bytes: Array(mail.utf8), reversePath: author),
            settings
        )
        return (received.verdicts.first { $0.step == .signature }?.outcome, received)
    }

    @Test("of the author holds, beside the words and around them", arguments: [false, true])
    func valid(isOpaque: Bool) throws {
        let (outcome, mail) = try outcome(isOpaque: isOpaque)
        #expect(outcome == "valid, of the author")
        #expect(mail.text.contains("Hej från mig"))
    }

    @Test(
        "around the words is seen where its type does not say so, and leaves a seal alone",
        arguments: [
            "application/pkcs7-mime", "application/x-pkcs7-mime", "application/octet-stream",
        ]
    )
    func unsaid(type: String) throws {
        let (outcome, mail) = try outcome(isOpaque: true) { mail in
            mail.replacing(
                /Content-Type: [^;]*; smime-type=signed-data;/,
                with: "Content-Type: \(type);"
            )
        }
        #expect(outcome == "valid, of the author")
        #expect(mail.text.contains("Hej från mig"))
        #expect(mail.files.map(\.name) == ["smime.p7m"])
        // The identifier of what is sealed.
        let sealed = Data([0x30, 0x80, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3])
        let head = "Content-Type: \(type); name=smime.p7m\nContent-Transfer-Encoding: base64"
        let seal = try IncomingMail.parse(
            Array("\(head)\n\n\(sealed.base64EncodedString())\n".utf8)
        )
        #expect(seal.signature == nil && seal.attachments.count == 1)
    }

    @Test("is no seal, beside the words and around them", arguments: [false, true])
    func forms(isOpaque: Bool) throws {
        let mail = try outcome(isOpaque: isOpaque).mail
        #expect(mail.verdicts.first { $0.step == .forms }?.outcome == "smime-signed")
    }

    @Test("around a page lets it be shown", arguments: [false, true])
    func page(isOpaque: Bool) async throws {
        let page = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hej från mig</p>\r\n"
        let mail = try outcome(isOpaque: isOpaque, of: page).mail
        let shown = try await MailReader.ofTests.page(of: mail.raw)
        #expect(shown?.contains("Hej från mig") == true)
    }

    @Test("of somebody else says so")
    func other() throws {
        #expect(try outcome(from: "mallory@example.net").outcome == "valid, of somebody else")
    }

    @Test(
        "of a signer whom nobody knows says so, and its words are read",
        arguments: [false, true]
    )
    func unknown(isOpaque: Bool) throws {
        let (outcome, mail) = try outcome(isOpaque: isOpaque, trusting: false)
        #expect(outcome == "unknown authority")
        #expect(mail.text.contains("Hej från mig"))
    }

    @Test(
        "is not checked where nobody is trusted, and its words are read",
        arguments: [false, true]
    )
    func unchecked(isOpaque: Bool) throws {
        // Its last octets are those of the signature itself, which fits nothing any more.
        let (outcome, mail) = try outcome(isOpaque: isOpaque, trusting: nil) { mail in
            guard isOpaque else { return mail }
            var lines = mail.split(separator: "\n", omittingEmptySubsequences: false)
            let last = lines.lastIndex { $0.count == 64 } ?? 0
            lines[last] = "\(lines[last].prefix(44))AAAA\(lines[last].suffix(16))"
            return lines.joined(separator: "\n")
        }
        #expect(outcome == "not checked")
        #expect(mail.text.contains("Hej från mig"))
    }

    @Test("by more signers than a mail has is broken", arguments: [10, 11])
    func manySigners(count: Int) throws {
        let (outcome, mail) = try outcome(signatures: count)
        #expect(outcome == (count <= 10 ? "valid, of the author" : "broken"))
        #expect(mail.text.contains("Hej från mig"))
    }

    @Test("over other words is broken, and the words are there to be read")
    func changed() throws {
        let (outcome, mail) = try outcome { $0.replacing("från mig", with: "från dig") }
        #expect(outcome == "broken")
        #expect(mail.text.contains("Hej från dig"))
    }

    @Test("that is damaged or cut off is broken", arguments: [1, 2])
    func damaged(part: Int) throws {
        let (outcome, _) = try outcome(isOpaque: true) { mail in
            part == 1 ? String(mail.dropLast(mail.count / 3)) : mail.replacing("MII", with: "AAA")
        }
        #expect(outcome == "broken")
    }
}
