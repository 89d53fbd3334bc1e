import CGMime

/// A mail in the library's hands, and the questions we ask about it.
///
/// It reads from memory that it does not own, so it must not outlive the octets given to it.
struct GMimeMessageReader: ~Copyable {
    private let message: GMimeOwned<GMimeMessage>
    private let stream: GMimeOwned<GMimeStream>
    private let memory: BorrowedBytes
    let parsing: GMimeParsing

    /// - Returns: nil when the octets do not begin as a mail does.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let parsing = GMimeParsing(), let memory = BorrowedBytes(bytes),
            let stream = GMimeOwned(cgmime_stream_borrowing(memory.raw)),
            let parser = GMimeOwned(g_mime_parser_new_with_stream(stream.raw)),
            let message = GMimeOwned(g_mime_parser_construct_message(parser.raw, parsing.raw))
        else { return nil }
        self.parsing = parsing
        self.memory = memory
        self.stream = stream
        self.message = message
    }

    /// The root of the body; nil when there is none at all.
    var root: UnsafeMutablePointer<GMimeObject>? { g_mime_message_get_mime_part(message.raw) }

    /// The media type of the root, in lower case.
    var mediaType: String { root.map(GMimeObjects.mediaType) ?? "" }

    /// What parts the root's parts (RFC 2046 §5.1.1).
    var boundary: String? { root.flatMap { GMimeObjects.parameter("boundary", of: $0) } }

    /// The header fields of the mail and then of its root, not decoded.
    func rawHeaders(limit: Int) -> [(name: String, value: [UInt8])] {
        let objects = [cgmime_message_object(message.raw), root].compactMap(\.self)
        var headers: [(name: String, value: [UInt8])] = []
        for list in objects.map({ g_mime_object_get_header_list($0) }) {
            for index in 0..<g_mime_header_list_get_count(list) where headers.count < limit {
                guard let header = g_mime_header_list_get_header_at(list, index),
                    let name = g_mime_header_get_name(header)
                else { continue }
                let value = g_mime_header_get_raw_value(header)
                headers.append((String(cString: name), value.map(GMimeObjects.octets) ?? []))
            }
        }
        return headers
    }

    /// The mailboxes of an address header, groups opened.
    func mailboxes(_ value: [UInt8], limit: Int) -> [Mailbox] {
        let text = EncodedWords.normalised(value).map(CChar.init(bitPattern:)) + [0]
        guard let list = GMimeOwned(internet_address_list_parse(parsing.raw, text)) else {
            return []
        }
        var found: [Mailbox] = []
        GMimeObjects.collect(list.raw, into: &found, limit: limit, depth: 0)
        return found
    }

    /// Seconds since 1970; nil for a date that nobody can read.
    func seconds(ofDate value: [UInt8]) -> Int64? {
        let text = value.map(CChar.init(bitPattern:)) + [0]
        guard let date = g_mime_utils_header_decode_date(text) else { return nil }
        defer { g_date_time_unref(date) }
        return Int64(g_date_time_to_unix(date))
    }
}

/// A byte array of GLib over memory that stays its owner's.
struct BorrowedBytes: ~Copyable {
    let raw: UnsafeMutablePointer<GByteArray>

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let raw = g_byte_array_new(), let base = bytes.baseAddress else { return nil }
        // The library only reads from the stream that is made over it.
        raw.pointee.data = UnsafeMutablePointer(
            mutating: base.assumingMemoryBound(to: UInt8.self)
        )
        raw.pointee.len = UInt32(bytes.count)
        self.raw = raw
    }

    deinit {
        raw.pointee.data = nil
        raw.pointee.len = 0
        g_byte_array_free(raw, 1)
    }
}
