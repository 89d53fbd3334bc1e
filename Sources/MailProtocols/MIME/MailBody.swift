import CGMime

/// Walks the tree of a mail and sorts its leaves: words for a human, or files.
struct MailBody {
    /// One place in the mail where words stand, in one form or several.
    private struct Block {
        var plain: [String] = []
        var html: [String] = []
    }

    /// Where in the tree a part stands.
    private struct Place {
        var depth = 0
        /// The block that all forms of one alternative share.
        var block: Int?
        var isRelated = false
        /// True for the parts of a multipart/related after the first, which the first one shows.
        var isShown = false
    }

    private(set) var text = ""
    private(set) var html: String?
    private(set) var attachments: [MailPart] = []
    private(set) var mediaTypes: Set<String> = []
    private(set) var problems: MailProblems
    private var blocks: [Block] = []
    private var partsCount = 0
    private var decodedBytes = 0
    private let start = ContinuousClock.now
    private let limits: MIMELimits

    init(limits: MIMELimits, problems: MailProblems) {
        self.limits = limits
        self.problems = problems
    }

    mutating func read(_ message: borrowing GMimeMessageReader) {
        guard let root = message.root else { return }
        walk(root, Place())
        text = bestText()
        let pieces = blocks.flatMap(\.html)
        html = pieces.isEmpty ? nil : bounded(pieces.joined(separator: "\n"))
    }

    mutating func exceed(_ limit: MIMELimit, _ text: String) { problems.exceed(limit, text) }

    mutating func note(_ problem: String?) { problems.note(problem) }

    /// The words of all blocks in order, each in its best form.
    private mutating func bestText() -> String {
        let texts = blocks.map { block -> String in
            let plain = bounded(block.plain.joined(separator: "\n"))
            guard !block.html.isEmpty else { return plain }
            let extracted = block.html.map { HTMLText.extract($0, bytesMax: limits.textBytesMax) }
                .joined(separator: "\n")
            let isBetter = PlainText.isBlank(plain) || Self.hasLostLines(plain, extracted)
            return isBetter ? extracted : plain
        }
        return bounded(texts.filter { !PlainText.isBlank($0) }.joined(separator: "\n"))
    }

    /// Some telephones write the plain form without its line breaks: the same words, run together.
    private static func hasLostLines(_ plain: String, _ extracted: String) -> Bool {
        func measure(_ text: String) -> (letters: Int, lines: Int) {
            var letters = 0
            var lines = 1
            for octet in text.utf8 {
                if octet == Octet.lineFeed {
                    lines += 1
                } else if octet > Octet.space {
                    letters += 1
                }
            }
            return (letters, lines)
        }
        let one = measure(plain)
        let other = measure(extracted)
        let areSame = abs(one.letters - other.letters) * 10 < max(one.letters, other.letters)
        return areSame && other.lines >= 4 && other.lines >= one.lines * 4
    }

    private mutating func bounded(_ text: String) -> String {
        guard text.utf8.count > limits.textBytesMax else { return text }
        problems.note("text is longer than \(limits.textBytesMax) octets: the rest is left out")
        return PlainText.prefix(of: text, bytesMax: limits.textBytesMax)
    }

    private mutating func walk(_ object: UnsafeMutablePointer<GMimeObject>, _ place: Place) {
        partsCount += 1
        guard partsCount <= limits.partsMax else {
            problems.exceed(.parts, "more than \(limits.partsMax) parts: the rest is left out")
            return
        }
        guard start.duration(to: .now) <= limits.timeMax else {
            problems.exceed(.time, "it takes longer than a mail may: the rest is left out")
            return
        }
        if let multipart = cgmime_as_multipart(object) {
            walk(multipart, mediaType: noted(object), place)
        } else if let part = cgmime_as_part(object) {
            take(part, object, place)
        } else {
            takeMessage(object, place)
        }
    }

    private mutating func noted(_ object: UnsafeMutablePointer<GMimeObject>) -> String {
        let mediaType = PlainText.prefix(
            of: GMimeObjects.mediaType(object),
            bytesMax: Self.mediaTypeBytesMax
        )
        mediaTypes.insert(mediaType)
        return mediaType
    }

    /// RFC 6838 §4.2 has 127 for each half; whoever writes more means no type.
    private static let mediaTypeBytesMax = 255

    private mutating func walk(
        _ multipart: UnsafeMutablePointer<GMimeMultipart>,
        mediaType: String,
        _ place: Place
    ) {
        guard place.depth < limits.depthMax else {
            problems.exceed(.depth, "nested deeper than \(limits.depthMax): the rest is left out")
            return
        }
        let count = g_mime_multipart_get_count(multipart)
        if count == 0 { takePrologue(multipart, place) }
        if cgmime_multipart_is_closed(multipart) == 0 { problems.note("a multipart does not end") }
        var inner = place
        inner.depth += 1
        if mediaType == "multipart/alternative", place.block == nil {
            blocks.append(Block())
            inner.block = blocks.count - 1
        }
        for index in 0..<max(count, 0) where partsCount <= limits.partsMax {
            guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
            inner.isRelated = mediaType == "multipart/related" || place.isRelated
            inner.isShown = mediaType == "multipart/related" && index > 0 || place.isShown
            walk(child, inner)
        }
    }

    /// A boundary that never appears leaves all words where a reader would not look.
    private mutating func takePrologue(
        _ multipart: UnsafeMutablePointer<GMimeMultipart>,
        _ place: Place
    ) {
        guard let raw = g_mime_multipart_get_prologue(multipart) else { return }
        problems.note("the boundary of a multipart never appears")
        let text = PlainText.normalised(Charset.guess(GMimeObjects.octets(raw)))
        if !PlainText.isBlank(text) { add(text, isHTML: false, place) }
    }
}

extension MailBody {
    private mutating func take(
        _ part: UnsafeMutablePointer<GMimePart>,
        _ object: UnsafeMutablePointer<GMimeObject>,
        _ place: Place
    ) {
        let mediaType = noted(object)
        let name = GMimeObjects.fileName(object)
        let disposition = GMimeObjects.disposition(object)
        let octets = content(of: part)
        decodedBytes += octets.count
        guard decodedBytes <= limits.decodedBytesMax else {
            problems.exceed(
                .decodedBytes,
                "more than \(limits.decodedBytesMax) octets of content: the rest is left out"
            )
            return
        }
        let isFile = disposition == "attachment" || name != nil
        if !isFile, !place.isShown, mediaType == "text/plain" || mediaType == "text/html" {
            takeText(octets, object, isHTML: mediaType == "text/html", place)
            return
        }
        // Another form of words that are there already, such as a calendar's.
        if !isFile, place.block != nil, mediaType.hasPrefix("text/") { return }
        let contentID = GMimeObjects.contentID(object)
        attachments.append(
            MailPart(
                name: name,
                mediaType: mediaType,
                isInline: disposition == "inline" || (place.isShown && disposition == nil),
                contentID: contentID,
                bytes: octets
            )
        )
    }

    private mutating func takeText(
        _ octets: [UInt8],
        _ object: UnsafeMutablePointer<GMimeObject>,
        isHTML: Bool,
        _ place: Place
    ) {
        let charset = GMimeObjects.parameter("charset", of: object)
        let decoded = Charset.decode(octets, label: charset)
        problems.note(decoded.problem)
        var text = PlainText.normalised(decoded.text)
        let isFlowed = GMimeObjects.parameter("format", of: object)?.lowercased() == "flowed"
        if isFlowed, !isHTML {
            let deletesSpace = GMimeObjects.parameter("delsp", of: object)?.lowercased() == "yes"
            // Its lines are looked at one by one, at many octets a line.
            text = FlowedText.unwrapped(bounded(text), deletesSpace: deletesSpace)
        }
        add(text, isHTML: isHTML, place)
    }

    private mutating func add(_ text: String, isHTML: Bool, _ place: Place) {
        let index: Int
        if let block = place.block {
            index = block
        } else {
            blocks.append(Block())
            index = blocks.count - 1
        }
        if isHTML {
            blocks[index].html.append(text)
        } else {
            blocks[index].plain.append(text)
        }
    }

    private mutating func takeMessage(
        _ object: UnsafeMutablePointer<GMimeObject>,
        _ place: Place
    ) {
        var octets: [UInt8] = []
        if let part = cgmime_as_message_part(object),
            let message = g_mime_message_part_get_message(part),
            let inner = cgmime_message_object(message)
        {
            octets = GMimeObjects.written(inner)
        }
        attachments.append(
            MailPart(
                name: GMimeObjects.fileName(object),
                mediaType: noted(object),
                isInline: GMimeObjects.disposition(object) == "inline",
                contentID: GMimeObjects.contentID(object),
                bytes: octets
            )
        )
    }

    /// The octets of a part, its transfer encoding undone (RFC 2045 §6).
    private mutating func content(of part: UnsafeMutablePointer<GMimePart>) -> [UInt8] {
        let encoded = GMimeObjects.encodedContent(part)
        let encoding = g_mime_part_get_content_encoding(part)
        switch encoding {
        case GMIME_CONTENT_ENCODING_BASE64:
            let decoded = Base64Octets.decode(encoded)
            if decoded.illegalCount > 0 {
                problems.note("base64 has characters that are not its own")
            }
            if decoded.isCut { problems.note("base64 ends too early") }
            return decoded.octets
        case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, GMIME_CONTENT_ENCODING_UUENCODE:
            return decoded(encoded, encoding)
        default:
            return encoded
        }
    }

    private func decoded(_ encoded: [UInt8], _ encoding: GMimeContentEncoding) -> [UInt8] {
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
