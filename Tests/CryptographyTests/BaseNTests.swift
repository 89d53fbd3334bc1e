import Cryptography
import Testing

@Suite("Base 16")
struct Base16Tests {
    /// RFC 4648 §10, in the lower case that ``Base16`` writes.
    @Test(
        "is what RFC 4648 says",
        arguments: [
            ("", ""), ("f", "66"), ("fo", "666f"), ("foo", "666f6f"), ("foob", "666f6f62"),
            ("fooba", "666f6f6261"), ("foobar", "666f6f626172"),
        ]
    )
    func knownAnswers(text: String, encoded: String) {
        #expect(Base16.encode(text.utf8) == encoded)
    }

    @Test("knows every octet")
    func everyOctet() {
        let encoded = Base16.encode(0...UInt8.max)
        #expect(encoded.count == 512)
        #expect(encoded.hasPrefix("000102"))
        #expect(encoded.hasSuffix("fdfeff"))
    }
}

@Suite("Base 32")
struct Base32Tests {
    /// RFC 4648 §10, without the padding and in the lower case that ``Base32`` writes.
    static let vectors = [
        ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"),
        ("fooba", "mzxw6ytb"), ("foobar", "mzxw6ytboi"),
    ]

    @Test("is what RFC 4648 says", arguments: vectors)
    func knownAnswers(text: String, encoded: String) {
        #expect(Base32.encode(text.utf8) == encoded)
        #expect(Base32.decode(encoded) == Array(text.utf8))
    }

    @Test("is read in either case", arguments: vectors)
    func upperCase(text: String, encoded: String) {
        #expect(Base32.decode(encoded.uppercased()) == Array(text.utf8))
    }

    @Test("refuses what no encoder writes", arguments: ["m", "mzx", "mzxw6y", "mzxw6ytbo"])
    func impossibleLengths(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test(
        "refuses left-over bits that are not zero",
        arguments: ["mz", "mzxr", "mzxw7", "mzxw6yr"]
    )
    func leftOverBits(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test(
        "refuses characters outside the alphabet",
        arguments: ["my======", "m0", "m1", "m8", "m9", "m y", " my", "my\n", "mý", "m-", "m\u{0}"]
    )
    func strangers(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test("gives back whatever was put in, at every length and from every prefix")
    func roundTrip() {
        var generator = SystemRandomNumberGenerator()
        for length in 0...64 {
            let octets = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let encoded = Base32.encode(octets)
            #expect(encoded.utf8.count == (length * 8 + 4) / 5)
            #expect(Base32.decode(encoded) == octets)
        }
    }

    @Test("has one spelling for one value")
    func canonical() {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567=018 ")
        for one in alphabet {
            for other in alphabet {
                let text = String([one, other])
                guard let octets = Base32.decode(text) else { continue }
                #expect(Base32.encode(octets) == text)
            }
        }
    }
}
