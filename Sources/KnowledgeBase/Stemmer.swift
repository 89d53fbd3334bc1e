internal import CStemmer

/// One Snowball stemmer; the only file that imports libstemmer.
///
/// A handle holds a work buffer, so two threads must never share one: each call makes its own,
/// which costs about a microsecond.
struct Stemmer: ~Copyable {
    /// nil when libstemmer does not know the language; words are then their own stems.
    private let handle: OpaquePointer?

    /// - Parameter language: a code of two letters, as libstemmer takes it.
    init(language: String) {
        handle = sb_stemmer_new(language, nil)
    }

    /// The fingerprint of the stem of one folded word.
    ///
    /// Words are folded before they are stemmed, so that "lösenord" and "losenord" are one: a o for
    /// an ö is a vowel like it, and the endings that the stemmer knows lose nothing by it.
    func fingerprint(of word: Slice<UnsafeBufferPointer<UInt32>>) -> UInt64 {
        withUnsafeTemporaryAllocation(
            of: UInt8.self,
            capacity: word.count * Self.octetsOfLetterMax
        ) { octets in
            let count = Self.encode(word, into: octets)
            guard
                let handle,
                let stem = sb_stemmer_stem(handle, octets.baseAddress, Int32(count))
            else { return Fingerprint.word(UnsafeBufferPointer(rebasing: octets[..<count])) }
            let length = Int(sb_stemmer_length(handle))
            return Fingerprint.word(UnsafeBufferPointer(start: stem, count: length))
        }
    }

    /// Writes the letters as UTF-8 and returns how many octets they took.
    private static func encode(
        _ word: Slice<UnsafeBufferPointer<UInt32>>,
        into octets: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var count = 0
        for letter in word {
            if letter < 0x80 {
                octets[count] = UInt8(letter)
                count += 1
            } else if let scalar = Unicode.Scalar(letter) {
                for octet in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    octets[count] = octet
                    count += 1
                }
            }
        }
        return count
    }

    deinit { sb_stemmer_delete(handle) }

    private static let octetsOfLetterMax = 4
}

/// A stemmer in a box, for a value that can be copied may not hold one itself.
final class HeldStemmer {
    private let stemmer: Stemmer

    /// - Parameter language: a code of two letters, as libstemmer takes it.
    init(language: String) { stemmer = Stemmer(language: language) }

    /// See ``Stemmer/fingerprint(of:)``.
    func fingerprint(of word: Slice<UnsafeBufferPointer<UInt32>>) -> UInt64 {
        stemmer.fingerprint(of: word)
    }
}
