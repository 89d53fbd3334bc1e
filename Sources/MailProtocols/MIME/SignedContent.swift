import Foundation

/// The first part of a `multipart/signed`, as it came: a signature is over its octets.
enum SignedContent {
    /// What stands between the first two lines of a boundary; the line end before the second is its
    /// own (RFC 2046 §5.1.1).
    static func find(in bytes: UnsafeRawBufferPointer, boundary: String) -> [UInt8]? {
        let delimiter = Array("--\(boundary)".utf8)
        var start: Int?
        var end: Int?
        MailLines.forEach(in: bytes) { line in
            guard line.octets.starts(with: delimiter),
                line.octets.dropFirst(delimiter.count).allSatisfy({ $0 <= Octet.space })
            else { return true }
            if start == nil {
                start = line.start + line.octets.count + 1
                return true
            }
            end = line.start
            return false
        }
        guard let start, var end, start <= end else { return nil }
        if end > start, bytes[end - 1] == Octet.lineFeed { end -= 1 }
        if end > start, bytes[end - 1] == Octet.carriageReturn { end -= 1 }
        return Array(bytes[start..<end])
    }
}

extension IncomingMail {
    /// The S/MIME signature of the whole mail, with what it is about where that stands beside it.
    public var signature: (signature: [UInt8], content: [UInt8]?)? {
        let detached: Set = ["application/pkcs7-signature", "application/x-pkcs7-signature"]
        if mediaType == "multipart/signed", let signedContent {
            return attachments.first { detached.contains($0.mediaType) }
                .map { ($0.bytes, signedContent) }
        }
        // RFC 8551 §3.5.2; a sealed mail looks the same from outside and is no signature then.
        let enclosing: Set = ["application/pkcs7-mime", "application/x-pkcs7-mime"]
        guard let part = attachments.first,
            enclosing.contains(mediaType)
                || (mediaType == "application/octet-stream" && part.isNamedSMIME)
        else { return nil }
        let type = headers.last { $0.isNamed("content-type") }?.written.lowercased() ?? ""
        // Some leave out what kind it is; it says so itself.
        let isSigned =
            type.contains("smime-type") ? type.contains("signed-data") : part.isSignedData
        return isSigned ? (part.bytes, nil) : nil
    }

    /// Takes words and files from what stood inside a signature; the signature stays a file.
    ///
    /// What cannot be read leaves the mail as it is.
    public mutating func open(_ content: [UInt8], limits: MIMELimits) {
        // A mail within a mail's limits cannot be larger than that; the rest is as with any.
        guard let inner = try? IncomingMail.parse(content, limits: limits) else { return }
        text = inner.text
        html = inner.html
        attachments += inner.attachments
        mediaTypes.formUnion(inner.mediaTypes)
        problems += inner.problems
        exceeded.formUnion(inner.exceeded)
        isCut = isCut || inner.isCut
    }
}

extension MailPart {
    /// The name that such a file has where its type is that of any (RFC 8551 §3.2.1).
    fileprivate var isNamedSMIME: Bool { name?.lowercased().hasSuffix(".p7m") ?? false }

    /// True when its outermost element says that it is signed (RFC 5652 §5.1).
    fileprivate var isSignedData: Bool {
        let identifier: [UInt8] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2]
        // Before it stand a tag and its length, of nine octets at most.
        return bytes.first == 0x30
            && (2...10).contains { bytes.dropFirst($0).starts(with: identifier) }
    }
}
