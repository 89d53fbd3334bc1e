import Cryptography
import DeskTesting
import Foundation
import Testing

@Suite("A signature over records")
struct CMSTests {
    @Test("is proved by openssl alone, octet for octet")
    func byOpenSSL() throws {
        let signer = try Signer()
        let content = Array("{\"head\":1}\r\n\u{0}å".utf8)
        let signed = try CMS.sign(
            content,
            certificatePEM: signer.certificate,
            keyPEM: signer.key
        )
        try Data(signed).write(to: URL(filePath: signer.folder.path("signed.pem")))
        let proved = signer.folder.path("proved")
        try LoopbackProcess.run(
            "/usr/bin/openssl",
            [
                "cms", "-verify", "-binary", "-inform", "PEM", "-purpose", "any",
                "-CAfile", signer.folder.path("cert.pem"),
                "-in", signer.folder.path("signed.pem"), "-out", proved,
            ],
            logPath: signer.folder.path("openssl.log")
        )
        #expect(FileManager.default.contents(atPath: proved).map(Array.init) == content)
        #expect(CMS.verified(signed, by: signer.certificate) == content)
    }

    @Test("does not hold for another certificate, or when a single octet is another")
    func forged() throws {
        let (signer, other) = (try Signer(), try Signer())
        let signed = try CMS.sign(
            Array("head 1".utf8),
            certificatePEM: signer.certificate,
            keyPEM: signer.key
        )
        #expect(CMS.verified(signed, by: other.certificate) == nil)
        #expect(CMS.verified(signed, by: []) == nil)
        #expect(CMS.verified([], by: signer.certificate) == nil)
        for place in stride(from: 0, to: signed.count, by: 7) {
            var forged = signed
            forged[place] ^= 1
            let found = CMS.verified(forged, by: signer.certificate)
            // White space and the lines around it are not part of the signature.
            #expect(found == nil || found == Array("head 1".utf8))
            #expect(CMS.verified(Array(signed.prefix(place)), by: signer.certificate) == nil)
        }
    }

    @Test("is not one's own because the same authority knows the signer")
    func sameAuthority() throws {
        let authority = try TestAuthority()
        let pem = { (path: String) in Array(FileManager.default.contents(atPath: path) ?? Data()) }
        let chain = try ["own", "other"].map { name in
            let folder = try TemporaryFolder(name)
            let made = try authority.serverCertificate(in: folder, names: "DNS:\(name)")
            return (certificates: pem(made.file) + pem(authority.caFile), key: pem(made.keyFile))
        }
        let signed = try chain.map { signer in
            try CMS.sign(
                Array("head 1".utf8),
                certificatePEM: signer.certificates,
                keyPEM: signer.key
            )
        }
        #expect(CMS.verified(signed[0], by: chain[0].certificates) == Array("head 1".utf8))
        #expect(CMS.verified(signed[1], by: chain[0].certificates) == nil)
        // One that was renewed stays beside the new one, and what it signed holds.
        let both = chain[1].certificates + chain[0].certificates
        #expect(CMS.verified(signed[0], by: both) == Array("head 1".utf8))
    }

    @Test("cannot be made with a key of somebody else, or with none")
    func unusable() throws {
        let (signer, other) = (try Signer(), try Signer())
        #expect(throws: CMS.Failure.unusable) {
            try CMS.sign([1], certificatePEM: signer.certificate, keyPEM: other.key)
        }
        #expect(throws: CMS.Failure.noKey) {
            try CMS.sign([1], certificatePEM: signer.certificate, keyPEM: signer.certificate)
        }
        #expect(throws: CMS.Failure.noCertificate) {
            try CMS.sign([1], certificatePEM: signer.key, keyPEM: signer.key)
        }
    }

    @Test("is over a digest that comes piece by piece as over one that comes whole")
    func running() {
        let running = RunningDigest()
        for piece in ["", "head", " ", "1"] { running.update(Array(piece.utf8)) }
        #expect(running.finish() == Digest(of: "head 1".utf8))
        #expect(Digest(hexadecimal: Digest(of: []).hexadecimal) == Digest(of: []))
        for text in ["", "0", String(repeating: "g", count: 64), String(repeating: "0", count: 63)]
        {
            #expect(Digest(hexadecimal: text) == nil)
        }
    }
}

/// A certificate that signs, as the manual says how to make it.
private struct Signer {
    let folder: TemporaryFolder
    let certificate: [UInt8]
    let key: [UInt8]

    init() throws {
        folder = try TemporaryFolder("signer")
        try LoopbackProcess.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", "/CN=helpdesk records", "-days", "2",
                "-addext", "keyUsage=critical,digitalSignature",
                "-keyout", folder.path("key.pem"), "-out", folder.path("cert.pem"),
            ],
            logPath: folder.path("openssl.log")
        )
        certificate = Array(FileManager.default.contents(atPath: folder.path("cert.pem")) ?? Data())
        key = Array(FileManager.default.contents(atPath: folder.path("key.pem")) ?? Data())
    }
}
