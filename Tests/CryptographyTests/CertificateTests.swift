import DeskTesting
import Foundation
import Testing

@testable import Cryptography

@Suite("A certificate")
struct CertificateTests {
    @Test("is of the hosts that it names, and of nobody that its subject only says")
    func hosts() throws {
        let authority = try TestAuthority()
        let folder = try TemporaryFolder("certificate")
        // Its common name is 127.0.0.1.
        let made = try authority.serverCertificate(
            in: folder,
            names: "IP:192.0.2.20,IP:2001:db8::20,DNS:pbx.example.org"
        )
        try LoopbackProcess.run(
            "/usr/bin/openssl",
            ["x509", "-in", made.file, "-outform", "DER", "-out", folder.path("der")],
            logPath: folder.path("log")
        )
        let der = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path("der"))))
        for host in ["192.0.2.20", "2001:db8::20", "pbx.example.org", "PBX.example.org"] {
            #expect(Certificate.isOf(host, der: der), "\(host)")
        }
        for host in ["127.0.0.1", "192.0.2.2", "example.org", "a.pbx.example.org", ""] {
            #expect(!Certificate.isOf(host, der: der), "\(host)")
        }
        #expect(!Certificate.isOf("192.0.2.20", der: Array(der.dropLast())))
        #expect(!Certificate.isOf("192.0.2.20", der: []))
    }
}
