import DeskTesting
import SIPProtocol
import Testing

@Suite("A telephone number")
struct TelephoneNumberTests {
    @Test(
        "is one number however it is written",
        arguments: [
            "+46 8 508 00 000", "+46850800000", "08-508 00 000", "08/508 00 000", "(08) 508 00 000",
            "08 508 00 000", "0046 8 508 00 000", "0046-8-508.00.000", "+46 (0)8 508 00 000",
            "+46(0)8-50800000", "+46 (0) 8 508 00 000", "(+46) 8 508 00 000", "+46 08-508 00 000",
            "+46\u{A0}8\u{A0}508\u{202F}00\u{2009}000", "08\u{2013}508 00 000", " 0850800000 ",
        ]
    )
    func spellings(text: String) throws {
        let number = try TelephoneNumber(text, in: .sweden)
        #expect(number.digits == "46850800000")
        #expect(number.description == "+46850800000")
        #expect(number.uri == "tel:+46850800000")
    }

    static let refusals: [(String, TelephoneNumberError)] = [
        ("", .empty), (" ", .empty), ("+", .empty), ("-", .empty), ("(0)", .tooFewDigits),
        ("112", .notGlobal), ("1177", .notGlobal), ("4711", .notGlobal),
        ("8 508 00 000", .notGlobal),
        ("00", .tooFewDigits), ("0", .tooFewDigits), ("000046850800000", .notGlobal),
        ("+0850800000", .notGlobal), ("00 08 508 00 000", .notGlobal),
        ("08-508 00 000 ankn 4", .unexpectedCharacter), ("++46850800000", .unexpectedCharacter),
        ("+46+850800000", .unexpectedCharacter), ("46+850800000", .unexpectedCharacter),
        ("０８５０８０００００", .unexpectedCharacter), ("٠٨٥٠٨٠٠٠٠٠", .unexpectedCharacter),
        ("08\u{0}50800000", .unexpectedCharacter), ("08,508", .unexpectedCharacter),
        ("08-508 00 000;ext=4", .unexpectedCharacter), ("08*508", .unexpectedCharacter),
        ("08\n50800000", .unexpectedCharacter),
    ]

    @Test("is refused with its reason", arguments: refusals)
    func refused(text: String, reason: TelephoneNumberError) {
        #expect(throws: reason) { try TelephoneNumber(text, in: .sweden) }
    }

    @Test("without a plus is none where nobody says which country is meant")
    func noCountry() throws {
        #expect(throws: TelephoneNumberError.notGlobal) { try TelephoneNumber("08-508 00 000") }
        #expect(throws: TelephoneNumberError.notGlobal) { try TelephoneNumber("0046850800000") }
        #expect(try TelephoneNumber("+46850800000").digits == "46850800000")
        #expect(try TelephoneNumber("+46 08 508 00 000").digits == "460850800000")
    }

    @Test("is read as its country dials")
    func otherCountries() throws {
        let norway = try #require(TelephoneNumber.Country(code: "47", trunkPrefix: ""))
        let america = try #require(
            TelephoneNumber.Country(code: "1", trunkPrefix: "1", internationalPrefix: "011")
        )
        #expect(try TelephoneNumber("22 12 34 56", in: norway).digits == "4722123456")
        #expect(try TelephoneNumber("0046 8 508 00 000", in: norway).digits == "46850800000")
        #expect(try TelephoneNumber("1 (212) 555-1212", in: america).digits == "12125551212")
        #expect(try TelephoneNumber("011 46 8 508 00 000", in: america).digits == "46850800000")
        #expect(try TelephoneNumber("+7 812 123-45-67", in: america).digits == "78121234567")
        for code in ["", "0", "046", "1234", "+46", "4a"] {
            #expect(TelephoneNumber.Country(code: code) == nil)
        }
        #expect(TelephoneNumber.Country(code: "46", internationalPrefix: "0") == nil)
        #expect(TelephoneNumber.Country(code: "46") == .sweden)
    }

    @Test("has 7 to 15 digits")
    func limits() throws {
        for count in [7, 8, 14, 15] {
            let digits = String("1234567890123456".prefix(count))
            #expect(try TelephoneNumber("+" + digits).digits == digits)
        }
        #expect(throws: TelephoneNumberError.tooFewDigits) { try TelephoneNumber("+123456") }
        #expect(throws: TelephoneNumberError.tooManyDigits) {
            try TelephoneNumber("+1234567890123456")
        }
    }

    @Test("is read from at most 64 octets")
    func longest() throws {
        for count in [63, 64] {
            let text = "+4685080000" + String(repeating: " ", count: count - 11)
            #expect(try TelephoneNumber(text).digits == "4685080000")
        }
        #expect(throws: TelephoneNumberError.tooLong) {
            try TelephoneNumber("+4685080000" + String(repeating: " ", count: 54))
        }
    }

    @Test("is read from a tel: URI")
    func uris() throws {
        for uri in [
            "tel:+46850800000", "TEL:+46-8-508-00-000", "tel:+46(8)508.00.000",
            "tel:+46850800000;cpc=ordinary", "tel:+46850800000;a;b=c",
        ] {
            #expect(try TelephoneNumber(uri: uri).digits == "46850800000")
        }
    }

    @Test(
        "is not read from another URI",
        arguments: [
            ("", .unexpectedCharacter), ("tel:", .empty), ("tel:+", .empty),
            ("sip:+46850800000@h", .unexpectedCharacter), ("+46850800000", .unexpectedCharacter),
            ("tel:+46 850800000", .unexpectedCharacter), ("tel:+4685080;", .unexpectedCharacter),
            ("tel:+46850800000;=x", .unexpectedCharacter),
            ("tel:+46850800000/", .unexpectedCharacter),
            ("tel:0850800000", .notGlobal), ("tel:4711;phone-context=example.com", .notGlobal),
            ("tel:+46850800000;ext=4", .notGlobal), ("tel:+46850800000;ISUB=4", .notGlobal),
            ("tel:å", .unexpectedCharacter), ("tel", .unexpectedCharacter),
        ] as [(String, TelephoneNumberError)]
    )
    func otherURIs(uri: String, reason: TelephoneNumberError) {
        #expect(throws: reason) { try TelephoneNumber(uri: uri) }
    }

    @Test("reads the same again from all that it writes", arguments: 0..<500 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let more = (0..<6 + random.below(9)).map { _ in "\(random.below(10))" }.joined()
        let number = try TelephoneNumber("+\(1 + random.below(9))\(more)")
        #expect(try TelephoneNumber(number.description) == number)
        #expect(try TelephoneNumber(uri: number.uri) == number)
    }

    @Test("cut short or changed anywhere is refused or read")
    func damaged() {
        let texts = ["+46 (0)8 508 00 000", "0046-8-508", "tel:+46850800000;a=b;c"]
        for text in texts {
            let octets = Array(text.utf8)
            for index in octets.indices {
                survives(octets[..<index])
                for octet in UInt8.min...UInt8.max {
                    var changed = octets
                    changed[index] = octet
                    survives(changed[...])
                }
            }
        }
    }

    private func survives(_ octets: ArraySlice<UInt8>) {
        let text = String(decoding: octets, as: UTF8.self)
        for number in [try? TelephoneNumber(text, in: .sweden), try? TelephoneNumber(uri: text)] {
            guard let number else { continue }
            #expect((try? TelephoneNumber(number.description)) == number)
            #expect((7...15).contains(number.digits.utf8.count))
        }
    }
}
