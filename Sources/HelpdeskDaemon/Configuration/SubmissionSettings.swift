import Foundation
import MailProtocols

extension DaemonConfiguration {
    /// How STARTTLS is used, as the configuration says it.
    private enum StartTLS: String, CaseIterable {
        case none
        case optional
        case required

        var use: SMTPSubmission.TLSUse {
            switch self {
            case .none: .none
            case .optional: .optional
            case .required: .required
            }
        }
    }

    /// Reads the keys below `mail.submission`.
    static func outgoing(_ reader: inout SettingsReader) -> SMTPSubmission {
        let url = reader.text("mail.submission.url") ?? "smtp://127.0.0.1:25"
        let parsed = URL(string: url)
        if parsed?.host() == nil || !["smtp", "smtps"].contains(parsed?.scheme)
            || parsed?.hasUsablePort == false
        {
            reader.note("mail.submission.url", url, "must be smtp://HOST:PORT or smtps://HOST:PORT")
        } else if parsed?.user() != nil {
            reader.note(
                "mail.submission.url",
                url,
                "must name no user; that is …submission.username"
            )
        }
        let username = reader.text("mail.submission.username")
        let password = reader.text("mail.submission.password", isSecret: true)
        if (username == nil) != (password == nil) {
            reader.note("mail.submission.username", username, "goes together with the password")
        }
        return SMTPSubmission(
            url: url,
            username: username,
            password: password,
            tls: reader.word("mail.submission.starttls", default: StartTLS.optional).use,
            caFile: reader.existingFile("mail.submission.ca-file"),
            timeout: .seconds(
                reader.number("mail.submission.timeout-seconds", default: 60, in: 1...600)
            )
        )
    }
}
