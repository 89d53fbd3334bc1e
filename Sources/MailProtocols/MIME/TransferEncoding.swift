import CGMime

/// Undoes the transfer encoding of a part (RFC 2045 §6), however damaged.
enum TransferEncoding {
    /// The octets of a part, and what was odd about them.
    static func content(
        of part: UnsafeMutablePointer<GMimePart>
    ) -> (octets: [UInt8], problems: [String]) {
        let encoded = GMimeObjects.encodedContent(part)
        let encoding = g_mime_part_get_content_encoding(part)
        switch encoding {
        case GMIME_CONTENT_ENCODING_BASE64:
            let decoded = Base64Octets.decode(encoded)
            var problems: [String] = []
            if decoded.illegalCount > 0 {
                problems.append("base64 has characters that are not its own")
            }
            if decoded.isCut { problems.append("base64 ends too early") }
            return (decoded.octets, problems)
        case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, GMIME_CONTENT_ENCODING_UUENCODE:
            return (decoded(encoded, encoding), [])
        default:
            return (encoded, [])
        }
    }

    private static func decoded(_ encoded: [UInt8], _ encoding: GMimeContentEncoding) -> [UInt8] {
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, encoding)
        let room = g_mime_encoding_outlen(&state, encoded.count)
        return [UInt8](unsafeUninitializedCapacity: room) { target, filled in
            encoded.withUnsafeBytes { source in
                guard let input = source.bindMemory(to: CChar.self).baseAddress,
                    let base = target.baseAddress
                else { return }
                let output = UnsafeMutableRawPointer(base).assumingMemoryBound(to: CChar.self)
                filled = g_mime_encoding_flush(&state, input, source.count, output)
            }
        }
    }
}
