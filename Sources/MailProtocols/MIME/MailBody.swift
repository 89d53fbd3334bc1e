import CGMime

/// Walks the tree of a mail and sorts its leaves: words for a human, or files.
struct MailBody {
    /// One place in the mail where words stand, in one form or several.
    private struct Block {
        var plain: [String] = []
        var html: [String] = []
        var marked: [String] = []
        /// The best of them, which takes long to find; nil until it is asked for.
        var best: String?
    }

    /// Where in the tree a part stands.
    private struct Place {
        var depth = 0
        /// The block that all forms of one alternative share.
        var block: Int?
        /// True for the parts of a multipart/related that its root shows.
        var isShown = false
        /// True for the parts of a picture message, one after the other: their names are no files'.
        var isPlayed = false
    }

    /// Text in a part that is a file.
    private struct TextFile {
        let part: TextPart
        let place: Place
        let isAttachment: Bool
    }

    private(set) var text = ""
    private(set) var html: String?
    private(set) var attachments: [MailPart] = []
    private(set) var mediaTypes: Set<String> = []
    /// True when the text or the HTML is longer than what is kept of it.
    private(set) var isCut = false
    private(set) var problems: MailProblems
    private var blocks: [Block] = []
    private var textFiles: [TextFile] = []
    /// Which attachments stand as forms of words, as calendars do.
    private var forms: [Int] = []
    /// The first mail within the mail whose words have not been read.
    private var innerMail: UnsafeMutablePointer<GMimeMessage>?
    /// True within a mail that is a file as it is: its own files are in that.
    private var isWithin = false
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
        dropRepeatedForm()
        text = bestText()
        if PlainText.isBlank(text) { readFiles() }
        var heads: [String] = []
        while PlainText.isBlank(text), let mail = innerMail, heads.count < Self.innerDepthMax {
            heads.append(GMimeObjects.head(of: mail))
            read(inner: mail)
        }
        if !heads.isEmpty { text = bounded((heads + [text]).joined(separator: "\n\n")) }
        let pieces = blocks.flatMap(\.html)
        html = pieces.isEmpty ? nil : bounded(pieces.joined(separator: "\n"))
    }

    /// Most invitations have the calendar once as a form of the words and once as a file.
    private mutating func dropRepeatedForm() {
        guard forms.count == 1, let form = forms.first else { return }
        func content(_ part: MailPart) -> some Sequence<UInt8> {
            part.bytes.lazy.filter { $0 > Octet.space }
        }
        let isRepeated = attachments.indices.contains { index in
            let file = attachments[index]
            return index != form && (file.name ?? "").lowercased().hasSuffix(".ics")
                && content(file).elementsEqual(content(attachments[form]))
        }
        if isRepeated { attachments.remove(at: form) }
    }

    /// Takes the words of files where none stand beside them; the files stay.
    ///
    /// Telephones name the parts of a picture message, and some programs call all that they send an
    /// attachment. Of those the first is read alone: the others are what was attached to it.
    private mutating func readFiles() {
        let shown = textFiles.filter { !$0.isAttachment }
        var bytesLeft = limits.textBytesMax
        for file in shown.isEmpty ? textFiles.prefix(1) : shown[...] where bytesLeft > 0 {
            add(file.part, file.place)
            bytesLeft -= file.part.octets.count
        }
        textFiles = []
        text = bestText()
    }

    /// Takes the words of a mail within a mail that has none of its own.
    private mutating func read(inner mail: UnsafeMutablePointer<GMimeMessage>) {
        innerMail = nil
        isWithin = true
        guard let root = g_mime_message_get_mime_part(mail) else { return }
        walk(root, Place())
        text = bestText()
        if PlainText.isBlank(text) { readFiles() }
    }

    /// Mails in mails of which each has no words of its own.
    private static let innerDepthMax = 10

    mutating func exceed(_ limit: MIMELimit, _ text: String) { problems.exceed(limit, text) }

    mutating func note(_ problem: String?) { problems.note(problem) }

    /// The words of all blocks in order, each in its best form.
    private mutating func bestText() -> String {
        for index in blocks.indices where blocks[index].best == nil {
            blocks[index].best = best(of: blocks[index])
        }
        let texts = blocks.compactMap(\.best).filter { !PlainText.isBlank($0) }
        return bounded(texts.joined(separator: "\n"))
    }

    private mutating func best(of block: Block) -> String {
        let plain = bounded(block.plain.joined(separator: "\n"))
        let page = block.html.map { HTMLText.extract($0, bytesMax: limits.textBytesMax) }
        let best = WordForms.best(plain: plain, page: page.joined(separator: "\n"))
        guard PlainText.isBlank(best), !block.marked.isEmpty else { return best }
        return bounded(block.marked.joined(separator: "\n"))
    }

    private mutating func bounded(_ text: String) -> String {
        guard text.utf8.count > limits.textBytesMax else { return text }
        isCut = true
        problems.note("text is longer than \(limits.textBytesMax) octets: the rest is left out")
        return PlainText.prefix(of: text, bytesMax: limits.textBytesMax)
    }

    /// Notes where it ends: a mail within the mail is there as a file.
    private mutating func stop(_ limit: MIMELimit, _ text: String) {
        if isWithin {
            problems.note(text)
        } else {
            problems.exceed(limit, text)
        }
    }

    private mutating func walk(_ object: UnsafeMutablePointer<GMimeObject>, _ place: Place) {
        partsCount += 1
        guard partsCount <= limits.partsMax else {
            stop(.parts, "more than \(limits.partsMax) parts: the rest is left out")
            return
        }
        guard start.duration(to: .now) <= limits.timeMax else {
            stop(.time, "it takes longer than a mail may: the rest is left out")
            return
        }
        if let multipart = cgmime_as_multipart(object) {
            walk(multipart, object, place)
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
        if !isWithin { mediaTypes.insert(mediaType) }
        return mediaType
    }

    /// RFC 6838 §4.2 has 127 for each half; whoever writes more means no type.
    private static let mediaTypeBytesMax = 255

    private mutating func walk(
        _ multipart: UnsafeMutablePointer<GMimeMultipart>,
        _ object: UnsafeMutablePointer<GMimeObject>,
        _ place: Place
    ) {
        let mediaType = noted(object)
        guard place.depth < limits.depthMax else {
            stop(.depth, "nested deeper than \(limits.depthMax): the rest is left out")
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
        let shower = mediaType == "multipart/related" ? Self.root(of: multipart, object) : nil
        for index in 0..<max(count, 0) where partsCount <= limits.partsMax {
            guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
            inner.isShown = place.isShown || shower.map { $0 != index } ?? false
            inner.isPlayed = mediaType == "multipart/related" && shower == nil
            walk(child, inner)
        }
    }

    /// The part of a multipart/related that shows the others (RFC 2387 §3.2); nil where that is no page,
    /// as in a picture message, whose first part says when to play the others.
    private static func root(
        of multipart: UnsafeMutablePointer<GMimeMultipart>,
        _ object: UnsafeMutablePointer<GMimeObject>
    ) -> Int? {
        let count = g_mime_multipart_get_count(multipart)
        let start = GMimeObjects.parameter("start", of: object)?.filter { !"<> ".contains($0) }
        var root = 0
        if let start, !start.isEmpty {
            for index in 0..<min(max(count, 0), rootsMax) {
                guard let child = g_mime_multipart_get_part(multipart, index),
                    GMimeObjects.contentID(child) == start
                else { continue }
                root = Int(index)
                break
            }
        }
        guard let part = g_mime_multipart_get_part(multipart, Int32(root)) else { return nil }
        let mediaType = GMimeObjects.mediaType(part)
        return mediaType.hasPrefix("text/") || mediaType.hasPrefix("multipart/") ? root : nil
    }

    /// Parts among which the root is looked for.
    private static let rootsMax: Int32 = 100

    /// A boundary that never appears leaves all words where a reader would not look.
    private mutating func takePrologue(
        _ multipart: UnsafeMutablePointer<GMimeMultipart>,
        _ place: Place
    ) {
        guard let raw = g_mime_multipart_get_prologue(multipart) else { return }
        problems.note("the boundary of a multipart never appears")
        let text = PlainText.normalised(Charset.guess(GMimeObjects.octets(raw)))
        if !PlainText.isBlank(text) { add(text, .plain, place) }
    }
}

extension MailBody {
    private mutating func take(
        _ part: UnsafeMutablePointer<GMimePart>,
        _ object: UnsafeMutablePointer<GMimeObject>,
        _ place: Place
    ) {
        let mediaType = noted(object)
        let kind = TextKind(mediaType)
        guard kind != nil || !isWithin else { return }
        let name = GMimeObjects.fileName(object)
        let disposition = GMimeObjects.disposition(object)
        let (octets, oddities) = TransferEncoding.content(of: part)
        for oddity in oddities { problems.note(oddity) }
        decodedBytes += octets.count
        guard decodedBytes <= limits.decodedBytesMax else {
            stop(
                .decodedBytes,
                "more than \(limits.decodedBytesMax) octets of content: the rest is left out"
            )
            return
        }
        let isGuess = kind == .unknown || !GMimeObjects.hasType(object)
        if let kind, !isGuess || !octets.contains(0) {
            let text = TextPart(kind, octets, of: object)
            let isAttachment = disposition == "attachment"
            let isNamed = name != nil && !place.isPlayed
            guard isAttachment || isNamed || place.isShown else { return add(text, place) }
            textFiles.append(TextFile(part: text, place: place, isAttachment: isAttachment))
        }
        guard !isWithin else { return }
        if place.block != nil, name == nil, mediaType.hasPrefix("text/") {
            forms.append(attachments.count)
        }
        attachments.append(
            MailPart(
                name: name,
                mediaType: mediaType,
                isInline: disposition == "inline" || (place.isShown && disposition == nil),
                contentID: GMimeObjects.contentID(object),
                bytes: octets
            )
        )
    }

    private mutating func add(_ part: TextPart, _ place: Place) {
        let decoded = part.decoded()
        problems.note(decoded.problem)
        var text = PlainText.normalised(decoded.text)
        if part.isFlowed {
            // Its lines are looked at one by one, at many octets a line.
            text = FlowedText.unwrapped(bounded(text), deletesSpace: part.deletesSpace)
        }
        add(text, part.kind, place)
    }

    private mutating func add(_ text: String, _ kind: TextKind, _ place: Place) {
        let index: Int
        if let block = place.block {
            index = block
        } else {
            blocks.append(Block())
            index = blocks.count - 1
        }
        blocks[index].best = nil
        switch kind {
        case .plain, .unknown: blocks[index].plain.append(text)
        case .html: blocks[index].html.append(text)
        case .marked: blocks[index].marked.append(text)
        }
    }

    private mutating func takeMessage(
        _ object: UnsafeMutablePointer<GMimeObject>,
        _ place: Place
    ) {
        let message = cgmime_as_message_part(object).flatMap(g_mime_message_part_get_message)
        let mediaType = noted(object)
        // What a mail server gives back is ours.
        if innerMail == nil, mediaTypes.isDisjoint(with: Self.reports) { innerMail = message }
        guard !isWithin else { return }
        attachments.append(
            MailPart(
                name: GMimeObjects.fileName(object),
                mediaType: mediaType,
                isInline: GMimeObjects.disposition(object) == "inline",
                contentID: GMimeObjects.contentID(object),
                bytes: message.flatMap(cgmime_message_object).map(GMimeObjects.written) ?? []
            )
        )
    }

    private static let reports: Set = [
        "multipart/report", "message/delivery-status", "message/global-delivery-status",
        "message/disposition-notification",
    ]
}
