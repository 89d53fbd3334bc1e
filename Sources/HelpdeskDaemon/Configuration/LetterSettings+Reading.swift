import Desk
import Foundation
import KnowledgeBase
import MailGateway

extension LetterSettings {
    init(_ reader: inout SettingsReader, mail: MailGatewaySettings?, facts: CityFacts) {
        self.init()
        self.facts = facts
        deskName = mail?.name ?? deskName
        ownAddress = mail?.address.description
        knowsSenders = mail?.trustedAuthservID != nil
        templates = Self.templates(&reader)
        publicURL = Self.publicURL(&reader)
        sendsReceipts = reader.flag("mail.receipt.enabled", default: true)
        receiptPeriod = reader.number("mail.receipt.hours", default: 24, in: 1...720).hours
        receiptsAnswer = reader.flag("mail.receipt.answers", default: true)
        for word in reader.list("mail.status") {
            if let status = StatusChange(rawValue: word) {
                statuses.insert(status)
            } else {
                let known = StatusChange.allCases.map(\.rawValue).joined(separator: ", ")
                reader.note("mail.status", word, "must be of \(known)")
            }
        }
        sendsSurveys = reader.flag("mail.survey.enabled", default: false)
        surveyDelay = reader.number("mail.survey.delay-hours", default: 24, in: 0...720).hours
        surveyPeriod = reader.number("mail.survey.period-days", default: 90, in: 1...365).days
        linkLifetime = reader.number("mail.link-days", default: 30, in: 1...365).days
        if sendsSurveys, publicURL == nil {
            reader.note("http.public-url", nil, "must be set: a survey is answered there")
        }
        caps = LetterCaps(&reader)
    }

    /// What stands in the operator's folder, in place of the program's own.
    private static func templates(_ reader: inout SettingsReader) -> LetterTemplates {
        guard let path = reader.text("mail.templates") else { return .standard }
        let (templates, problems) = LetterTemplates.read(files(in: path, &reader))
        for problem in problems {
            reader.note("mail.templates", "\(path)/\(problem.path)", problem.detail)
        }
        return templates
    }

    private static func files(
        in path: String,
        _ reader: inout SettingsReader
    ) -> [LetterTemplates.File] {
        var files: [LetterTemplates.File] = []
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        guard let languages = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            reader.note("mail.templates", path, "there is no such folder, or it cannot be read")
            return []
        }
        for language in languages.sorted() where !language.hasPrefix(".") {
            let place = folder.appending(path: language)
            // A file beside the folders of the languages is none of ours.
            let names = try? FileManager.default.contentsOfDirectory(atPath: place.path)
            for name in (names ?? []).sorted() where !name.hasPrefix(".") {
                do {
                    let text = try String(contentsOf: place.appending(path: name), encoding: .utf8)
                    files.append(LetterTemplates.File(path: "\(language)/\(name)", text: text))
                } catch {
                    reader.note("mail.templates", "\(path)/\(language)/\(name)", "is no UTF-8")
                }
            }
        }
        return files
    }

    private static func publicURL(_ reader: inout SettingsReader) -> String? {
        guard let text = reader.text("http.public-url") else { return nil }
        let bare = text.hasSuffix("/") ? String(text.dropLast()) : text
        let url = URL(string: bare)
        guard let url, url.host() != nil, ["https", "http"].contains(url.scheme), url.hasUsablePort,
            url.query() == nil, url.fragment() == nil, url.user() == nil,
            !bare.contains(where: \.isWhitespace)
        else {
            reader.note("http.public-url", text, "must be https://HOST, perhaps with a path")
            return nil
        }
        return bare
    }
}

extension LetterCaps {
    init(_ reader: inout SettingsReader) {
        self.init()
        recipientPerHourMax = reader.number(
            "mail.automatic.recipient-per-hour-max",
            default: recipientPerHourMax,
            in: 1...1_000
        )
        recipientPerDayMax = reader.number(
            "mail.automatic.recipient-per-day-max",
            default: recipientPerDayMax,
            in: 1...10_000
        )
        domainPerHourMax = reader.number(
            "mail.automatic.domain-per-hour-max",
            default: domainPerHourMax,
            in: 1...1_000_000
        )
        domainPerDayMax = reader.number(
            "mail.automatic.domain-per-day-max",
            default: domainPerDayMax,
            in: 1...1_000_000
        )
        allPerHourMax = reader.number(
            "mail.automatic.all-per-hour-max",
            default: allPerHourMax,
            in: 1...1_000_000
        )
        allPerDayMax = reader.number(
            "mail.automatic.all-per-day-max",
            default: allPerDayMax,
            in: 1...1_000_000
        )
    }
}

extension Outbox.Patience {
    init(_ reader: inout SettingsReader) {
        self.init()
        giveUpAfter = reader.number("mail.give-up-days", default: 5, in: 1...30).days
        tellAfter = reader.number("mail.delayed-hours", default: 4, in: 1...168).hours
    }
}

extension Int {
    fileprivate var hours: TimeInterval { Double(self) * 3_600 }
    fileprivate var days: TimeInterval { hours * 24 }
}
