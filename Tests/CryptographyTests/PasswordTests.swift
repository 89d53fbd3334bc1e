import Cryptography
import Testing

@Suite("A password")
struct PasswordTests {
    /// Ulrich Drepper's SHA-crypt specification, test vectors for SHA-512.
    static let known = [
        (
            "Hello world!",
            """
            $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdF\
            CoEOfaS35inz1
            """
        ),
        (
            "Hello world!",
            """
            $6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0D\
            p8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.
            """
        ),
        (
            "a short string",
            """
            $6$rounds=123456$asaltof16chars..$BtCwjqMJGx5hrJhZywWvt0RLE8uZ4oPwcelCjmw2kSYu.Ec6ycUL\
            evoBK25fs2xXgMNrCzIMVcgEJAstJeonj1
            """
        ),
    ]

    @Test("matches the SHA-512 hashes of the specification", arguments: known)
    func knownHashes(text: String, hash: String) {
        #expect(Password(text).matches(hash: hash))
        #expect(!Password(text + "!").matches(hash: hash))
        #expect(!Password(text.uppercased()).matches(hash: hash))
    }

    @Test("matches its own fresh hash, and no other password does")
    func roundTrip() throws {
        let password = Password("hästar på ängen 🐎")
        let hash = try #require(password.hashed())
        #expect(hash.hasPrefix("$y$"))
        #expect(password.matches(hash: hash))
        #expect(!Password("hästar på ängen").matches(hash: hash))
        #expect(!Password("hastar pa angen 🐎").matches(hash: hash))
    }

    @Test("is hashed with a new salt each time")
    func salted() {
        #expect(Password("same").hashed() != Password("same").hashed())
    }

    @Test("that is empty proves nothing and has no hash")
    func empty() {
        let password = Password("")
        #expect(password.isEmpty)
        #expect(password.hashed() == nil)
        #expect(!password.matches(hash: ""))
        #expect(!password.matches(hash: Self.known[0].1))
        // `crypt("", "$6$saltstring")`: somebody did set an empty password.
        #expect(
            !password.matches(
                hash: """
                    $6$saltstring$kyGrqt6gmjAdtFLPrflEFifSYLCWWq1pyx95SvqinLDy2UHmj0sTF0MSLMwxPFZc\
                    3tu5kQckI8fks0zOPda3n1
                    """
            )
        )
    }

    @Test("with NUL proves nothing, though C would stop reading there")
    func nul() {
        let password = Password("Hello world!\u{0}")
        #expect(password.containsNUL)
        #expect(password.hashed() == nil)
        #expect(!password.matches(hash: Self.known[0].1))
        #expect(!Password("\u{0}").matches(hash: Self.known[0].1))
    }

    @Test("is taken up to the longest that crypt(3) takes")
    func longest() throws {
        for count in [510, 511] {
            let password = Password(String(repeating: "x", count: count))
            #expect(password.bytesCount == count)
            let hash = try #require(password.hashed())
            #expect(password.matches(hash: hash))
        }
        let tooLong = Password(String(repeating: "x", count: 512))
        #expect(tooLong.hashed() == nil)
        #expect(!tooLong.matches(hash: Self.known[0].1))
    }

    @Test(
        "matches no odd hash",
        arguments: [
            "", "*", "!", "*0", "*1", "x", "!!", "$", "$$", "$6", "$6$", "$6$saltstring",
            "$6$saltstring$", "$y$", "$y$j9T$", "$9$salt$hash", "Hello world!", "\u{0}", "å",
            String(repeating: "$6$", count: 1000),
        ]
    )
    func oddHashes(hash: String) {
        #expect(!Password("Hello world!").matches(hash: hash))
        #expect(!Password(hash).matches(hash: hash))
    }

    @Test("matches no hash that was cut short or has one octet changed")
    func damagedHashes() {
        let hash = Array(Self.known[0].1.utf8)
        let password = Password("Hello world!")
        for end in stride(from: 0, to: hash.count, by: 7) {
            #expect(!password.matches(hash: String(decoding: hash[..<end], as: UTF8.self)))
        }
        for index in stride(from: 0, to: hash.count, by: 5) {
            var damaged = hash
            damaged[index] ^= 1
            #expect(!password.matches(hash: String(decoding: damaged, as: UTF8.self)))
        }
        #expect(!password.matches(hash: Self.known[0].1 + "\u{0}"))
        #expect(!password.matches(hash: Self.known[0].1 + "x"))
    }

    /// Made with libxcrypt 4.4.33 for "password1": each is right, and each method is too weak.
    @Test(
        "matches no hash of a method that crypt(3) calls legacy",
        arguments: [
            "abJnggxhB/yWI",
            "$1$abcdefgh$tofDR1wBNbKhWudE9h5HJ1",
            "$5$saltsalt$2us1xbrCZGrdTmHgjyu9vWfVWqziwNS9p8dNhFe2IpD",
        ]
    )
    func legacyMethods(hash: String) {
        #expect(!Password.accepts(hash: hash))
        #expect(!Password("password1").matches(hash: hash))
        #expect(!Password("password").matches(hash: hash))
    }

    @Test("says which hashes are worth having")
    func accepted() {
        #expect(Password.accepts(hash: "$y$j9T$k2XAnEHBqQ1Ct2aMXFKNa/$"))
        #expect(Password.accepts(hash: "$2b$12$abcdefghijklmnopqrstuu"))
        #expect(Password.accepts(hash: "$6$saltstring$"))
        #expect(!Password.accepts(hash: "*"))
        #expect(!Password.accepts(hash: ""))
    }

    @Test("shows itself to nobody")
    func secret() {
        let password = Password("hemligt")
        var dumped = ""
        dump(password, to: &dumped)
        for text in ["\(password)", String(reflecting: password), "\([password])", dumped] {
            #expect(!text.contains("hemligt"))
            #expect(!text.contains("104"))
        }
    }

    @Test("lends its octets and carries a typed error through")
    func octets() throws {
        enum Refusal: Error { case always }
        let lent = Password("å").withUnsafeBytes { Array($0) }
        #expect(lent == [0xc3, 0xa5])
        #expect(throws: Refusal.always) {
            try Password("å").withUnsafeBytes { _ throws(Refusal) in throw Refusal.always }
        }
    }
}
