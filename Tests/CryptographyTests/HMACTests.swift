import Cryptography
import Testing

@Suite("HMAC-SHA-256")
struct HMACTests {
    /// RFC 4231 §4.2 to §4.8; the fifth is the one that is truncated to 16 octets.
    static let vectors: [(key: [UInt8], content: [UInt8], hexadecimal: String)] = [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(0x01...0x19), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0x0c, count: 20), Array("Test With Truncation".utf8),
            "a3b6167473100ee06e0c796c2955552b"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                """
                This is a test using a larger than block-size key and a larger than block-size \
                data. The key needs to be hashed before being used by the HMAC algorithm.
                """.utf8
            ),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test("is what RFC 4231 says", arguments: vectors)
    func knownAnswers(key: [UInt8], content: [UInt8], hexadecimal: String) {
        let code = HMAC.sha256(content, key: key)
        #expect(code.count == 32)
        #expect(Base16.encode(code).hasPrefix(hexadecimal))
    }

    @Test("has an answer for nothing under an empty key")
    func empty() {
        #expect(
            Base16.encode(HMAC.sha256([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        )
    }

    @Test("changes with each bit of the key and of the content")
    func sensitive() {
        let key = Array("key".utf8)
        let content = Array("content".utf8)
        let code = HMAC.sha256(content, key: key)
        for bit in 0..<24 {
            var other = key
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(HMAC.sha256(content, key: other) != code)
        }
        for bit in 0..<56 {
            var other = content
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(HMAC.sha256(other, key: key) != code)
        }
    }
}

@Suite("Comparing in constant time")
struct ConstantTimeTests {
    @Test("says equal for equal octets only")
    func equality() {
        #expect(equalInConstantTime([], []))
        #expect(equalInConstantTime([1, 2, 3], [1, 2, 3]))
        #expect(!equalInConstantTime([1, 2, 3], [1, 2, 4]))
        #expect(!equalInConstantTime([0, 2, 3], [1, 2, 3]))
        #expect(!equalInConstantTime([1, 2, 3], [1, 2]))
        #expect(!equalInConstantTime([], [0]))
    }
}

@Suite("Random octets")
struct RandomBytesTests {
    @Test("come in the number asked for", arguments: [1, 2, 16, 1023, 1024])
    func count(count: Int) {
        #expect(randomBytes(count).count == count)
    }

    @Test("do not repeat")
    func distinct() {
        let drawn = Set((0..<100).map { _ in randomBytes(16) })
        #expect(drawn.count == 100)
    }

    @Test("are refused in silly numbers")
    func limits() async {
        await #expect(processExitsWith: .failure) { _ = randomBytes(0) }
        await #expect(processExitsWith: .failure) { _ = randomBytes(1025) }
    }
}
