import CGMime
import Foundation

/// Builds an outgoing mail in the library and writes it.
struct GMimeComposer: ~Copyable {
    private let message: GMimeOwned<GMimeMessage>
    private let object: UnsafeMutablePointer<GMimeObject>

    init() throws(MIMEError) {
        GMimeLibrary.start()
        guard let message = GMimeOwned(g_mime_message_new(1)),
            let object = cgmime_message_object(message.raw)
        else { throw .failed }
        self.message = message
        self.object = object
    }

    /// Takes a mail that was checked before: the library would fold a line break, not refuse it.
    func fill(_ mail: OutgoingMail) throws(MIMEError) {
        try addAddresses(mail)
        addHeaders(mail)
        try addBody(mail)
    }

    func written() -> [UInt8] { GMimeObjects.written(object) }

    private func addAddresses(_ mail: OutgoingMail) throws(MIMEError) {
        try add([mail.from], to: g_mime_message_get_from(message.raw))
        try add(mail.to, to: g_mime_message_get_to(message.raw))
        if let replyTo = mail.replyTo {
            try add([replyTo], to: g_mime_message_get_reply_to(message.raw))
        }
    }

    private func add(
        _ mailboxes: [Mailbox],
        to list: UnsafeMutablePointer<InternetAddressList>?
    ) throws(MIMEError) {
        for mailbox in mailboxes {
            // What looks like an encoded word would be decoded by whoever reads it.
            let name = mailbox.name.flatMap { $0.isEmpty ? nil : $0.replacing("=?", with: "= ?") }
            guard
                let address = GMimeOwned(internet_address_mailbox_new(name, mailbox.address))
            else { throw .failed }
            internet_address_set_charset(address.raw, "utf-8")
            internet_address_list_add(list, address.raw)
        }
    }

    private func addHeaders(_ mail: OutgoingMail) {
        let subject = PlainText.prefix(of: mail.subject, bytesMax: OutgoingMail.valueBytesMax)
        g_mime_message_set_subject(message.raw, EncodedWords.protected(subject), "utf-8")
        // The years that a date header has room for; a clock that is that wrong writes no date.
        let seconds = mail.date.timeIntervalSince1970
        if abs(seconds) < 1e11, let date = g_date_time_new_from_unix_utc(gint64(seconds)) {
            g_mime_message_set_date(message.raw, date)
            g_date_time_unref(date)
        }
        g_mime_message_set_message_id(message.raw, mail.messageID)
        if let inReplyTo = mail.inReplyTo { set("In-Reply-To", "<\(inReplyTo)>") }
        let references = MessageIDs.bounded(mail.references, to: OutgoingMail.referencesMax)
        if !references.isEmpty {
            set("References", references.map { "<\($0)>" }.joined(separator: " "))
        }
        if let autoSubmitted = mail.autoSubmitted { set("Auto-Submitted", autoSubmitted) }
        if let language = mail.language { set("Content-Language", language) }
        for header in mail.extraHeaders {
            let value = EncodedWords.protected(header.value)
            g_mime_object_append_header(object, header.name, value, "utf-8")
        }
    }

    private func set(_ name: String, _ value: String) {
        g_mime_object_set_header(object, name, value, "utf-8")
    }

    private func addBody(_ mail: OutgoingMail) throws(MIMEError) {
        let plain = try textPart("plain", mail.text)
        guard let html = mail.html else {
            g_mime_message_set_mime_part(message.raw, cgmime_part_object(plain.raw))
            return
        }
        let rich = try textPart("html", html)
        guard let both = GMimeOwned(g_mime_multipart_new_with_subtype("alternative")) else {
            throw .failed
        }
        g_mime_multipart_add(both.raw, cgmime_part_object(plain.raw))
        g_mime_multipart_add(both.raw, cgmime_part_object(rich.raw))
        g_mime_message_set_mime_part(message.raw, cgmime_multipart_object(both.raw))
    }

    /// Quoted-printable always: any line length, any letter, and no server changes a blank in it.
    private func textPart(
        _ subtype: String,
        _ text: String
    ) throws(MIMEError) -> GMimeOwned<GMimePart> {
        var body = PlainText.normalised(text)
        if body.utf8.last != Octet.lineFeed { body += "\n" }
        let octets = body.utf8.map(CChar.init(bitPattern:))
        guard let part = GMimeOwned(g_mime_part_new_with_type("text", subtype)),
            let stream = GMimeOwned(g_mime_stream_mem_new_with_buffer(octets, octets.count)),
            let content = GMimeOwned(
                g_mime_data_wrapper_new_with_stream(stream.raw, GMIME_CONTENT_ENCODING_DEFAULT)
            )
        else { throw .failed }
        g_mime_part_set_content(part.raw, content.raw)
        g_mime_part_set_content_encoding(part.raw, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
        g_mime_object_set_content_type_parameter(cgmime_part_object(part.raw), "charset", "utf-8")
        return part
    }
}
