import Foundation
import MailProtocols
import Testing

@Suite("Submitting over TLS", .serialized)
struct SMTPSubmissionTLSTests {
    @Test("trusts the authority it was given")
    func trusted() throws {
        try TLSServer.with { server in
            try Self.submission(server, caFile: server.certificate)
                .submit(Self.message, from: "a@b", to: ["c@d"])
            #expect(server.lines.contains("Subject: Hej"))
        }
    }

    @Test("sends nothing to a server that cannot prove who it is", arguments: [true, false])
    func untrusted(hasPassword: Bool) throws {
        try TLSServer.with { server in
            let error = #expect(throws: SubmissionError.self) {
                try Self.submission(server, caFile: nil, password: hasPassword ? "hemligt1" : nil)
                    .submit(Self.message, from: "a@b", to: ["c@d"])
            }
            #expect(error?.isTemporary == true)
            #expect(error?.code == nil)
            #expect(error?.detail.contains("certificate") == true)
            #expect(server.lines.isEmpty)
        }
    }

    @Test("says so when the file of authorities is not there")
    func missingAuthority() throws {
        try TLSServer.with { server in
            let error = #expect(throws: SubmissionError.self) {
                try Self.submission(server, caFile: "/nonexistent/ca.pem")
                    .submit(Self.message, from: "a@b", to: ["c@d"])
            }
            #expect(error?.isTemporary == true)
        }
    }

    private static let message = Array("Subject: Hej\r\n\r\nHej\r\n".utf8)

    private static func submission(
        _ server: TLSServer,
        caFile: String?,
        password: String? = nil
    ) -> SMTPSubmission {
        SMTPSubmission(
            url: server.url,
            username: password == nil ? nil : "helpdesk",
            password: password,
            tls: .required,
            caFile: caFile,
            timeout: .seconds(20),
            localName: "desk.example.org"
        )
    }
}
