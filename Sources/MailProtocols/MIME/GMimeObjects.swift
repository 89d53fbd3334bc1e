import CGMime

/// What the library knows about one object of a mail's tree, as values.
enum GMimeObjects {
    static func octets(_ raw: UnsafePointer<CChar>) -> [UInt8] {
        var count = 0
        while raw[count] != 0 { count += 1 }
        return (0..<count).map { UInt8(bitPattern: raw[$0]) }
    }

    static func text(_ raw: UnsafePointer<CChar>?) -> String? {
        raw.map { Charset.guess(octets($0)) }
    }

    static func mediaType(_ object: UnsafeMutablePointer<GMimeObject>) -> String {
        withType(of: object) { type in
            takingGMimeText(g_mime_content_type_get_mime_type(type))?.lowercased() ?? ""
        }
    }

    static func parameter(
        _ name: String,
        of object: UnsafeMutablePointer<GMimeObject>
    ) -> String? {
        withType(of: object) { text(g_mime_content_type_get_parameter($0, name)) }
    }

    /// The type of a part; where its header names none, it is text (RFC 2045 §5.2), while the library
    /// says that it is octets.
    private static func withType<Result>(
        of object: UnsafeMutablePointer<GMimeObject>,
        _ body: (UnsafeMutablePointer<GMimeContentType>?) -> Result
    ) -> Result {
        guard !hasType(object), let written = header("Content-Type", of: object) else {
            return body(g_mime_object_get_content_type(object))
        }
        let isPage = written.lowercased().hasPrefix("html")
        let mended = (isPage ? "text/html" : "text/plain") + written.drop { $0 != ";" }
        guard let parsed = GMimeOwned(g_mime_content_type_parse(nil, mended)) else {
            return body(g_mime_object_get_content_type(object))
        }
        return body(parsed.raw)
    }

    /// False for a part whose header names a type that is none.
    static func hasType(_ object: UnsafeMutablePointer<GMimeObject>) -> Bool {
        let type = g_mime_object_get_content_type(object)
        guard g_mime_content_type_is_type(type, "application", "octet-stream") != 0,
            let written = header("Content-Type", of: object)
        else { return true }
        let name = written.prefix { $0 != ";" }.filter { !$0.isWhitespace }
        return name.lowercased().contains("application/octet-stream")
    }

    /// The first field of that name, decoded, on one line, as much of it as somebody reads.
    private static func header(
        _ name: String,
        of object: UnsafeMutablePointer<GMimeObject>
    ) -> String? {
        let fields = g_mime_object_get_header_list(object)
        guard let field = g_mime_header_list_get_header(fields, name),
            let raw = g_mime_header_get_raw_value(field)
        else { return nil }
        let unfolded = octets(raw).prefix(Mailbox.nameBytesMax)
            .filter { $0 != Octet.carriageReturn && $0 != Octet.lineFeed }
        return PlainText.line(EncodedWords.decoded(unfolded))
    }

    /// Who wrote a mail within the mail, when and of what, as mail programs write it above a mail that
    /// they pass on.
    static func head(of mail: UnsafeMutablePointer<GMimeMessage>) -> String {
        guard let object = cgmime_message_object(mail) else { return "" }
        let lines = ["From", "Date", "Subject"].compactMap { name in
            header(name, of: object).map { "\(name): \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    static func disposition(_ object: UnsafeMutablePointer<GMimeObject>) -> String? {
        text(g_mime_object_get_disposition(object))?.lowercased()
    }

    static func contentID(_ object: UnsafeMutablePointer<GMimeObject>) -> String? {
        text(g_mime_object_get_content_id(object))
    }

    /// The name of a file, of the disposition or else of the type (RFC 2183 §2.3, RFC 2231).
    static func fileName(_ object: UnsafeMutablePointer<GMimeObject>) -> String? {
        let name =
            text(g_mime_object_get_content_disposition_parameter(object, "filename"))
            ?? parameter("name", of: object)
        guard let name = name.map(PlainText.visible) else { return nil }
        // A folder in a name is of no use here and of much use to an attacker.
        let last = PlainText.line(name).split { $0 == "/" || $0 == "\\" }.last.map(String.init)
        let cleaned = PlainText.prefix(
            of: PlainText.line(last ?? ""),
            bytesMax: Mailbox.nameBytesMax
        )
        return cleaned.isEmpty || cleaned == "." || cleaned == ".." ? nil : cleaned
    }

    /// The octets between the headers of a part and its end, still encoded.
    static func encodedContent(_ part: UnsafeMutablePointer<GMimePart>) -> [UInt8] {
        guard let content = g_mime_part_get_content(part),
            let stream = g_mime_data_wrapper_get_stream(content)
        else { return [] }
        g_mime_stream_reset(stream)
        let length = max(0, Int(g_mime_stream_length(stream)))
        return [UInt8](unsafeUninitializedCapacity: length) { room, filled in
            while filled < length, let base = room.baseAddress {
                let target = UnsafeMutableRawPointer(base + filled)
                let count = g_mime_stream_read(
                    stream,
                    target.assumingMemoryBound(to: CChar.self),
                    length - filled
                )
                guard count > 0 else { break }
                filled += Int(count)
            }
        }
    }

    /// The whole object with its headers, lines ended by CRLF.
    static func written(_ object: UnsafeMutablePointer<GMimeObject>) -> [UInt8] {
        guard let options = g_mime_format_options_new(),
            let stream = GMimeOwned(g_mime_stream_mem_new())
        else { return [] }
        defer { g_mime_format_options_free(options) }
        g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
        g_mime_object_write_to_stream(object, options, stream.raw)
        guard let bytes = cgmime_stream_bytes(stream.raw), let data = bytes.pointee.data else {
            return []
        }
        return Array(UnsafeBufferPointer(start: data, count: Int(bytes.pointee.len)))
    }

    /// Adds the mailboxes of a list, groups opened.
    static func collect(
        _ list: UnsafeMutablePointer<InternetAddressList>,
        into found: inout [Mailbox],
        limit: Int,
        depth: Int
    ) {
        for index in 0..<internet_address_list_length(list) where found.count < limit {
            guard let address = internet_address_list_get_address(list, index) else { continue }
            if let mailbox = cgmime_as_mailbox(address) {
                guard let raw = text(internet_address_mailbox_get_addr(mailbox)) else { continue }
                let name = text(internet_address_get_name(address)).map {
                    PlainText.prefix(of: PlainText.line($0), bytesMax: Mailbox.nameBytesMax)
                }
                found.append(
                    Mailbox(
                        name: name?.isEmpty == true ? nil : name,
                        address: Mailbox.normalised(PlainText.line(raw))
                    )
                )
            } else if depth < 3, let group = cgmime_as_group(address),
                let members = internet_address_group_get_members(group)
            {
                collect(members, into: &found, limit: limit, depth: depth + 1)
            }
        }
    }
}
