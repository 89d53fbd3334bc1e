import Cryptography
import Desk
import MailProtocols

/// One step that looks at a mail alone: pure, named, and with a verdict that is kept.
struct MailFilter: Sendable {
    /// What it is called wherever its verdict is shown.
    let step: MailStep
    /// Notes what it finds on the mail and says it in words of the program.
    let judge: @Sendable (inout MailInHand, MailGatewaySettings) -> String

    init(
        _ step: MailStep,
        _ judge: @escaping @Sendable (inout MailInHand, MailGatewaySettings) -> String
    ) {
        self.step = step
        self.judge = judge
    }
}

/// The filters in the order in which every mail goes through them.
enum MailPipeline {
    static let filters: [MailFilter] = [
        .reading, .ownHeaders, .signature, .limits, .hops, .origin, .sender, .automatic, .report,
        .forms,
    ]

    /// Takes a mail through all of them; none is passed over, so that each has said something.
    static func run(_ raw: RawMail, _ settings: MailGatewaySettings) -> ReceivedMail {
        var mail = MailInHand(raw)
        for filter in filters {
            let outcome = filter.judge(&mail, settings)
            mail.verdicts.append(MailVerdict(filter.step, outcome))
        }
        return mail.received(by: settings.address)
    }
}

extension MailFilter {
    /// Reads the mail; one that was built to be expensive is not.
    static let reading = MailFilter(.reading) { mail, settings in
        do throws(MIMEError) {
            let read = try IncomingMail.parse(mail.raw.bytes, limits: settings.mailLimits)
            mail.read = read
            return read.problems.isEmpty ? "whole" : "with oddities: \(read.problems.count)"
        } catch {
            switch error {
            case .tooComplex:
                mail.hold(.overLimit)
                return "not read: too complex"
            case .empty:
                return "nothing in it"
            default:
                return "cannot be read"
            }
        }
    }

    /// Drops what only the desk itself may write.
    static let ownHeaders = MailFilter(.ownHeaders) { mail, _ in
        let before = mail.read?.headers.count ?? 0
        mail.read?.headers.removeAll { $0.name.lowercased().hasPrefix("x-helpdesk") }
        let dropped = before - (mail.read?.headers.count ?? 0)
        return dropped == 0 ? "none" : "dropped: \(dropped)"
    }

    /// Holds a mail of which not everything could be looked at.
    static let limits = MailFilter(.limits) { mail, _ in
        guard let read = mail.read, !read.exceeded.isEmpty else {
            return mail.hold == .overLimit ? "over: complexity" : "within"
        }
        mail.hold(.overLimit)
        return "over: \(read.exceeded.map(\.rawValue).sorted().joined(separator: " "))"
    }

    /// Counts the servers it passed.
    static let hops = MailFilter(.hops) { mail, _ in
        let count = mail.read?.headers.count { $0.isNamed("received") } ?? 0
        if count >= hopsMax { mail.hold(.loop) }
        return String(count)
    }

    /// RFC 5321 §6.3: no mail that arrives has passed so many.
    private static let hopsMax = 100

    /// Holds what says to be from the desk itself: its own letters come back that way, and
    /// forged ones in.
    ///
    /// A web form that writes in the desk's name on behalf of somebody names them in `Reply-To`.
    static let origin = MailFilter(.origin) { mail, settings in
        let address = settings.address
        func isOwn(_ mailbox: Mailbox) -> Bool { address.read(mailbox.address) != .foreign }
        let loops = mail.read?.headers.contains { header in
            header.isNamed("x-loop") && address.read(header.value) != .foreign
        }
        if loops == true {
            mail.hold(.loop)
            return "the desk's own loop mark"
        }
        guard let author = mail.author, isOwn(author) else { return "outside" }
        if mail.replyTo(besides: address) != nil { return "a form in the desk's name" }
        mail.hold(.ownMail)
        return "says to be the desk"
    }

    /// What our own mail server found out of whoever stands in `From`.
    static let sender = MailFilter(.sender) { mail, settings in
        let results = AuthenticationResults(
            mail.read?.headers ?? [],
            by: settings.trustedAuthservID,
            of: mail.read?.from.first?.address
        )
        mail.standing = results.standing
        guard settings.trustedAuthservID != nil else { return "not asked" }
        return ([results.standing.rawValue] + results.methods).joined(separator: " ")
    }

    /// What its S/MIME signature is worth; what stood inside of it is read like any mail.
    static let signature = MailFilter(.signature) { mail, settings in
        guard let signature = mail.read?.openSignature(by: settings) else { return "none" }
        mail.isOpened = signature.content != nil
        switch signature.standing {
        case .broken: return "broken"
        case .unchecked: return "not checked"
        case .unknownAuthority: return "unknown authority"
        case .trusted:
            let author = mail.author.map { DomainName.ascii(ofAddress: $0.address).lowercased() }
            let isAuthors = author.map(signature.signers.contains) ?? false
            return isAuthors ? "valid, of the author" : "valid, of somebody else"
        }
    }

    /// Whether a machine wrote it.
    static let automatic = MailFilter(.automatic) { mail, _ in
        let isReturned = mail.raw.reversePath == nil
        mail.automaticReason =
            mail.read?.automaticReason ?? (isReturned ? "null return path" : nil)
        mail.isRelay =
            mail.automaticReason != nil && !isReturned && mail.read?.isAutomaticReply == false
        return mail.automaticReason == nil ? "a person" : "a machine"
    }

    /// What it reports of a letter of ours.
    static let report = MailFilter(.report) { mail, settings in
        guard let read = mail.read, let status = read.deliveryStatus else {
            guard isPlainReport(mail) else { return "none" }
            let lost = DeliveryReport.Recipient(
                addresses: [],
                action: .failed,
                status: DeliveryReport.statusInWords
            )
            let letter = mail.read.flatMap { quotedLetter(in: $0, of: settings.address.domain) }
            mail.report = DeliveryReport(recipients: [lost], messageID: letter)
            return "failed, in words alone"
        }
        let recipients = status.recipients.compactMap { recipient in
            DeliveryReport.Action(rawValue: recipient.action).map { action in
                DeliveryReport.Recipient(
                    addresses: recipient.addresses,
                    action: action,
                    status: recipient.status
                )
            }
        }
        guard !recipients.isEmpty else { return "none" }
        let report = DeliveryReport(recipients: recipients, messageID: read.returnedMessageID)
        mail.report = report
        return report.summary
    }

    /// Whether a mail server says in words alone that a letter of ours was lost, as qmail and old ones do.
    ///
    /// Told by its author, a mail server, together with the null return path and an address of ours that
    /// only our letter bore: what answers for somebody who is away comes with a null return path too, but
    /// in that person's name. For good or not such a mail does not say, nor surely which letter it was; a
    /// warning that one is late is none.
    private static func isPlainReport(_ mail: MailInHand) -> Bool {
        guard mail.raw.reversePath == nil, mail.raw.replyToken != nil, let author = mail.author,
            let subject = mail.read?.subject.lowercased()
        else { return false }
        let name = author.address.prefix { $0 != "@" }.lowercased()
        return ["mailer-daemon", "postmaster"].contains(name)
            && !["warning", "delay", "varning", "fördröj"].contains { subject.contains($0) }
    }

    /// The Message-ID of the letter that is given back, attached or in the text; nil for none that could
    /// be ours, which has four parts before the `@`: addresses of our domain stand in the text, too.
    private static func quotedLetter(in read: IncomingMail, of domain: String) -> String? {
        let ids = [read.returnedMessageID].compactMap(\.self) + read.quotedMessageIDs
        return ids.first { id in
            id.lowercased().hasSuffix("@\(domain.lowercased())")
                && id.prefix { $0 != "@" }.count { $0 == "." } == 3
        }
    }

    /// What it is besides words and files.
    static let forms = MailFilter(.forms) { mail, _ in
        var found = mail.read.map(MailForm.found) ?? []
        // From outside a signature around a mail looks like a seal.
        if mail.isOpened, let sealed = found.firstIndex(of: .smimeSealed) {
            found[sealed] = .smimeSigned
        }
        return found.isEmpty ? "none" : found.map(\.rawValue).joined(separator: " ")
    }
}

/// What a mail can be besides words and files; staff are told so.
enum MailForm: String, CaseIterable {
    case smimeSigned = "smime-signed"
    case smimeSealed = "smime-sealed"
    case pgpSigned = "pgp-signed"
    case pgpSealed = "pgp-sealed"
    case calendar
    case forwarded
    case deliveryReport = "delivery-report"
    case readReceipt = "read-receipt"
    /// Outlook's own packing (TNEF), which no other program opens.
    case winmail

    /// What stands in a mail, in the order above.
    static func found(in mail: IncomingMail) -> [MailForm] {
        allCases.filter { form in
            !mail.mediaTypes.isDisjoint(with: form.mediaTypes) || form.isNamed(in: mail)
        }
    }

    private var mediaTypes: Set<String> {
        switch self {
        case .smimeSigned: ["application/pkcs7-signature", "application/x-pkcs7-signature"]
        case .smimeSealed: ["application/pkcs7-mime", "application/x-pkcs7-mime"]
        case .pgpSigned: ["application/pgp-signature"]
        case .pgpSealed: ["application/pgp-encrypted"]
        case .calendar: ["text/calendar", "application/ics"]
        case .forwarded: ["message/rfc822"]
        case .deliveryReport: ["message/delivery-status", "message/global-delivery-status"]
        case .readReceipt: ["message/disposition-notification"]
        case .winmail: ["application/ms-tnef", "application/vnd.ms-tnef"]
        }
    }

    /// Some programs say application/octet-stream of everything; the name tells then.
    private func isNamed(in mail: IncomingMail) -> Bool {
        let names = mail.attachments.compactMap { $0.name?.lowercased() }
        return switch self {
        case .smimeSigned: names.contains("smime.p7s")
        case .smimeSealed: names.contains("smime.p7m")
        case .calendar: names.contains { $0.hasSuffix(".ics") }
        case .winmail: names.contains("winmail.dat")
        case .pgpSigned, .pgpSealed, .forwarded, .deliveryReport, .readReceipt: false
        }
    }
}

extension IncomingMail {
    /// Takes what stood inside of its S/MIME signature, where it has one, and says what that is worth.
    mutating func openSignature(by settings: MailGatewaySettings) -> MailSignature? {
        guard let signed = signature else { return nil }
        let found = MailSignature(
            signed.signature,
            over: signed.content,
            trusting: settings.signatureAuthorities
        )
        if let content = found.content { open(content, limits: settings.mailLimits) }
        return found
    }
}
