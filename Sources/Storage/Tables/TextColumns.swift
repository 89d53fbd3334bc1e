import Desk

/// A text as its row has it: in a column of its own, or, when it is long, packed in `packed`, with
/// nothing in the other.
///
/// A mail's text is kept twice, in the mail and to be read, and a letter's as text and as HTML;
/// packed, the second time costs a third.
struct TextColumns {
    private(set) var text: String
    private(set) var packed: [UInt8]?
    /// Octets of the text when it is packed.
    private(set) var size: Int?

    /// Octets from which on packing is worth unpacking.
    static let packedMin = 1_024

    /// Columns for a text that is to be written.
    init(_ plain: String) {
        text = plain
        guard plain.utf8.count >= Self.packedMin else { return }
        let kept = KeptOctets(Array(plain.utf8))
        guard kept.codec == .zstd else { return }
        (text, packed, size) = ("", kept.bytes, kept.size)
    }

    /// Columns of a row that was read.
    init(text: String, packed: [UInt8]?, size: Int?) {
        self.text = text
        self.packed = packed
        self.size = size
    }

    /// Reads three columns of a row.
    init(_ row: any SQLRow, text: Int, packed: Int, size: Int) {
        let isPacked = !row.isNull(packed)
        self.init(
            text: isPacked ? "" : row.text(text),
            packed: isPacked ? row.blob(packed) : nil,
            size: isPacked ? Int(row.integer(size)) : nil
        )
    }

    /// The text as it was written.
    var plain: String {
        get throws(DeskError) {
            guard let packed, let size else { return text }
            let kept = KeptOctets(bytes: packed, codec: .zstd, size: size)
            return String(decoding: try kept.decoded(), as: UTF8.self)
        }
    }
}
