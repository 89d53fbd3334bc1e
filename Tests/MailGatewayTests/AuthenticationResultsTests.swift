import MailProtocols
import Testing

@testable import MailGateway

@Suite("The verdict on a sender")
struct AuthenticationResultsTests {
    private func passes(_ values: String..., by id: String? = "mx.example.org") -> Bool {
        let headers = values.map { MailHeader(name: "Authentication-Results", value: $0) }
        return AuthenticationResults(headers, by: id).passesDMARC
    }

    @Test("counts when our own mail server gave it")
    func ours() {
        #expect(passes("mx.example.org; spf=pass; dmarc=pass header.from=example.com"))
        #expect(passes("MX.example.org 1; DMARC=Pass (p=none; dis=none)"))
        #expect(!passes("mx.example.org; dmarc=fail"))
        #expect(!passes("mx.example.org; spf=pass"))
        #expect(!passes("mx.example.org; none"))
    }

    @Test("of anybody else does not count, nor one below the topmost, nor one in a comment")
    func forged() {
        #expect(!passes("mx.example.net; dmarc=pass"))
        #expect(!passes("mx.example.org; dmarc=pass", by: nil))
        #expect(!passes("mx.example.net; dmarc=pass", "mx.example.org; dmarc=pass"))
        #expect(!passes("mx.example.org; dmarc=fail (x; dmarc=pass)"))
        #expect(!passes("(mx.example.org; dmarc=pass) evil; dmarc=pass"))
        #expect(!passes("mx.example.org; dmarc=pass; dmarc=fail"))
        #expect(!passes())
    }
}
