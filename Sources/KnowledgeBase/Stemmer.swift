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

    /// The fingerprint of the stem of one lower-case word in UTF-8.
    func fingerprint(of word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard
            let handle,
            let stem = sb_stemmer_stem(handle, word.baseAddress, Int32(word.count))
        else { return Fingerprint.word(word) }
        let length = Int(sb_stemmer_length(handle))
        return Fingerprint.word(UnsafeBufferPointer(start: stem, count: length))
    }

    deinit { sb_stemmer_delete(handle) }
}
