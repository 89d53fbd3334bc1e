import Cryptography
import Testing

@Suite("A SHA-256 digest")
struct DigestTests {
    /// FIPS 180-4's examples, from NIST's SHA256.pdf and SHA2_Additional.pdf: a text, how many
    /// times it stands there, and its digest.
    static let vectors = [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("\u{0}", 55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"),
        ("\u{0}", 56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"),
        ("\u{0}", 64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    @Test("is what FIPS 180-4 says", arguments: vectors)
    func knownAnswers(text: String, times: Int, hexadecimal: String) {
        let digest = Digest(of: String(repeating: text, count: times).utf8)
        #expect(digest.hexadecimal == hexadecimal)
        #expect(digest.bytes.count == 32)
    }

    @Test("takes any sequence of octets")
    func anySequence() {
        #expect(Digest(of: "abc".utf8) == Digest(of: Array("abc".utf8)))
        #expect(Digest(of: Array("xabcx".utf8)[1...3]) == Digest(of: "abc".utf8))
    }

    @Test("is read back from 32 octets and from no other number", arguments: [0, 1, 31, 33, 64])
    func wrongSizes(count: Int) {
        let octets = [UInt8](repeating: 7, count: count)
        #expect(Digest(bytes: octets) == nil)
    }

    @Test("survives being stored")
    func readBack() {
        let digest = Digest(of: "ärende".utf8)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(of: "arende".utf8) != digest)
    }
}
