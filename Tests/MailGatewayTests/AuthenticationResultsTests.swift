import Desk
import MailProtocols
import Testing

@testable import MailGateway

@Suite("The verdict on a sender")
struct AuthenticationResultsTests {
    private func passes(_ values: String..., by id: String? = "mx.example.org") -> Bool {
        let headers = values.map { MailHeader(name: "Authentication-Results", value: $0) }
        return AuthenticationResults(headers, by: id, of: "maja@example.com").standing == .verified
    }

    @Test("counts when our own mail server gave it")
    func ours() {
        #expect(passes("mx.example.org; spf=pass; dmarc=pass header.from=example.com"))
        #expect(passes("MX.example.org 1; DMARC=Pass (p=none; dis=none)"))
        #expect(!passes("mx.example.org; dmarc=fail"))
        #expect(!passes("mx.example.org; spf=pass"))
        #expect(!passes("mx.example.org; none"))
    }

    @Test("counts for the domain that it names, and for no other author")
    func otherDomain() {
        func standing(_ value: String, of author: String?) -> SenderStanding {
            let header = MailHeader(name: "Authentication-Results", value: value)
            return AuthenticationResults([header], by: "mx.example.org", of: author).standing
        }
        let pass = "mx.example.org; dmarc=pass (p=none) header.from=Example.com; spf=pass"
        #expect(standing(pass, of: "maja@example.COM") == .verified)
        #expect(standing(pass, of: "maja@example.net") == .unverified)
        #expect(standing(pass, of: "maja@sub.example.com") == .unverified)
        #expect(standing(pass, of: nil) == .unverified, "whom nobody could read")
        #expect(standing("mx.example.org; dmarc=pass", of: "maja@example.net") == .verified)
        let whole = "mx.example.org; dmarc=pass header.from=maja@example.com"
        #expect(standing(whole, of: "maja@example.com") == .verified)
        for (named, isNamed) in [
            ("\"example.com\"", true), ("\"Example.COM\" (p=none)", true), ("\"y.se\"", false),
            ("\"\"", false), ("", false), ("\"example.com y.se\"", false),
            ("\"exam ple.com\"", false), ("\"exam\\ple.com\"", false),
            ("\"y.se; dmarc=pass header.from=example.com\"", false),
        ] {
            let found = standing(
                "mx.example.org; dmarc=pass header.from=\(named); spf=pass",
                of: "maja@example.com"
            )
            #expect(found == (isNamed ? .verified : .unverified), "\(named)")
        }
    }

    @Test(
        "counts for a domain in whichever form it is written",
        arguments: ["xn--exmple-cua.example", "exämple.example", "XN--EXMPLE-CUA.example"]
    )
    func internationalDomain(domain: String) throws {
        let mail = try IncomingMail.parse(
            Array(
                """
                Authentication-Results: mx.example.org; dmarc=pass header.from=\(domain)\r
                From: Maja <maja@xn--exmple-cua.example>\r
                \r
                Hej\r

                """.utf8
            )
        )
        // The library writes it in Unicode.
        let author = try #require(mail.from.first?.address)
        #expect(author == "maja@exämple.example")
        let results = AuthenticationResults(mail.headers, by: "mx.example.org", of: author)
        #expect(results.standing == .verified)
        let other = AuthenticationResults(mail.headers, by: "mx.example.org", of: "m@example.com")
        #expect(other.standing == .unverified)
    }

    @Test("is not read out of an encoded word")
    func encodedWord() throws {
        let mail = try IncomingMail.parse(
            Array(
                """
                Authentication-Results: mx.example.org; \
                smtp.mailfrom="=?utf-8?q?x=22=3B_dmarc=3Dpass_=22?="@evil.com; dmarc=fail\r
                From: Maja <maja@example.com>\r
                \r
                Hej\r

                """.utf8
            )
        )
        for author in ["maja@example.com", nil] {
            let results = AuthenticationResults(mail.headers, by: "mx.example.org", of: author)
            #expect(results.standing == .failed)
        }
    }

    @Test("is put together of all that our mail server wrote, down to a header of another id")
    func several() {
        func found(_ values: String...) -> AuthenticationResults {
            let headers = values.map { MailHeader(name: "Authentication-Results", value: $0) }
            return AuthenticationResults(headers, by: "mx.example.org", of: "maja@example.com")
        }
        let all = found(
            "mx.example.org; dmarc=pass header.from=example.com",
            "mx.example.org; dkim=pass header.d=example.com",
            "mx.example.org; spf=pass smtp.mailfrom=example.com",
            "mx.example.net; arc=pass",
            "mx.example.org; dkim=fail"
        )
        #expect(all.standing == .verified)
        #expect(all.methods == ["dmarc=pass", "dkim=pass", "spf=pass"])
        #expect(
            found("mx.example.org; spf=pass", "mx.example.org; dmarc=pass").standing == .verified
        )
        #expect(
            found("mx.example.org; dkim=none", "mx.example.org; dmarc=fail").standing == .failed
        )
        #expect(
            found("mx.example.org; dmarc=pass", "mx.example.org; dmarc=fail").standing == .failed
        )
        // What somebody wrote below the server's own word.
        #expect(
            found("mx.example.org; dmarc=none", "mx.example.org; dmarc=pass").standing
                == .unverified
        )
        #expect(
            found("mx.example.org; spf=pass (", "mx.example.org; dmarc=pass").standing
                == .unverified
        )
        #expect(
            found("mx.example.org; spf=pass (", "mx.example.org; dmarc=fail").standing == .failed
        )
    }

    @Test("of anybody else does not count, nor one below theirs, nor one in a comment")
    func forged() {
        #expect(!passes("mx.example.net; dmarc=pass"))
        #expect(!passes("mx.example.org; dmarc=pass", by: nil))
        #expect(!passes("mx.example.net; dmarc=pass", "mx.example.org; dmarc=pass"))
        #expect(!passes("mx.example.org; dmarc=fail (x; dmarc=pass)"))
        #expect(!passes("(mx.example.org; dmarc=pass) evil; dmarc=pass"))
        #expect(!passes("mx.example.org; dmarc=pass; dmarc=fail"))
        #expect(!passes())
        // A local part may be quoted, and a mail server repeats it.
        #expect(
            !passes(
                "mx.example.org; spf=pass smtp.mailfrom=\"a; dmarc=pass ; b=(\"@evil.com; dmarc=fail"
            )
        )
        #expect(!passes("mx.example.org; spf=pass smtp.mailfrom=\"a; dmarc=pass"))
    }
}
