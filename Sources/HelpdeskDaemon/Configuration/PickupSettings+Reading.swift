import Foundation
import MailGateway
import MailProtocols

extension PickupSettings {
    /// Reads `mail.pickup.*`; nil when no mail is picked up.
    init?(_ reader: inout SettingsReader) {
        let url = reader.text("mail.pickup.url")
        let username = reader.text("mail.pickup.username")
        let password = reader.text("mail.pickup.password", isSecret: true)
        // It may be missing for a while: whoever keeps it fresh starts later, or is being mended.
        let tokenFile = reader.text("mail.pickup.token-file")
        let caFile = reader.existingFile("mail.pickup.ca-file")
        let interval = reader.number("mail.pickup.interval-seconds", default: 30, in: 5...3_600)
        let folders = ["folder", "done-folder", "refused-folder"].map { name -> String? in
            let key = "mail.pickup.\(name)"
            guard let folder = reader.text(key) else { return nil }
            if !IMAPMailbox.isFolder(folder) {
                reader.note(key, folder, "must be printable ASCII without quotes and semicolons")
            }
            return folder
        }
        guard let url else {
            if username != nil {
                reader.note("mail.pickup.url", nil, "must be set where there is a login")
            }
            return nil
        }
        if !IMAPMailbox.isServer(url) || URL(string: url)?.hasUsablePort != true {
            reader.note("mail.pickup.url", url, "must be imaps://HOST:PORT or imap://HOST:PORT")
        }
        guard let username else {
            reader.note("mail.pickup.username", nil, "must be whom to log in as")
            return nil
        }
        switch (password, tokenFile) {
        case (let password?, nil):
            self.init(url: url, username: username, secret: .password(password))
        case (nil, let path?):
            self.init(url: url, username: username, secret: .tokenFile(path: path))
        default:
            reader.note("mail.pickup.password", nil, "set this or token-file, and one of them only")
            return nil
        }
        self.caFile = caFile
        self.interval = interval
        folder = folders[0] ?? folder
        doneFolder = folders[1] ?? doneFolder
        refusedFolder = folders[2] ?? refusedFolder
        if Set([folder, doneFolder, refusedFolder]).count < 3 {
            reader.note(
                "mail.pickup.done-folder",
                doneFolder,
                "must be another folder than the rest"
            )
        }
    }
}
