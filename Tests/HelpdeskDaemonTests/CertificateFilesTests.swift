import DeskTesting
import Foundation
import Testing

@testable import HelpdeskDaemon

@Suite("The door's certificate")
struct CertificateFilesTests {
    @Test(
        "that has ended, or soon will, is told of at the start, at each reload and when that changes",
        arguments: [
            (0, ["warning the TLS certificate ends soon: renew it"]),
            (3, ["error THE TLS CERTIFICATE HAS ENDED, clients refuse the door: renew it"]),
        ]
    )
    func end(daysFromNow: Int, lines: [String]) throws {
        let (folder, log) = (try TemporaryFolder("certificate"), LogRecord())
        // Of two days.
        let own = try TestAuthority().serverCertificate(in: folder, names: "IP:127.0.0.1")
        let clock = TestClock(Date())
        clock.advance(by: TimeInterval(daysFromNow) * 86_400)
        let files = try CertificateFiles(
            certificate: own.file,
            key: own.keyFile,
            logger: log.logger,
            now: { clock.now }
        )
        func told() -> [String] { log.lines.map { String($0.prefix { $0 != "[" }.dropLast()) } }
        #expect(told() == lines)
        #expect(log.text.contains(own.file))
        // The look of every minute repeats nothing.
        files.reload()
        #expect(told() == lines)
        files.reload(isAsked: true)
        #expect(told() == lines + lines)
        guard daysFromNow == 0 else { return }
        clock.advance(by: 3 * 86_400)
        files.reload()
        #expect(told().count == 3)
        #expect(told().last?.hasPrefix("error THE TLS CERTIFICATE HAS ENDED") == true)
    }

    @Test("that is good for long is not mentioned")
    func well() throws {
        let (folder, log) = (try TemporaryFolder("certificate"), LogRecord())
        let own = try TestAuthority().serverCertificate(in: folder, names: "IP:127.0.0.1")
        _ = try CertificateFiles(
            certificate: own.file,
            key: own.keyFile,
            logger: log.logger,
            now: { Date(timeIntervalSinceNow: -30 * 86_400) }
        )
        #expect(log.lines == [])
    }
}
