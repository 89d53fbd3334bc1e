import DeskAPI

extension Clerk {
    /// What a clerk wants to see while answering: the citizen's last words and the article that
    /// answers them best, each quoted as mail is (RFC 3676 §4.5).
    ///
    /// Whatever of it cannot be had is left out: it stands below the line, where nothing is sent.
    func quotes(for number: TicketNumber) async -> String {
        let parts = [await question(in: number), await suggestion(for: number)]
        return parts.compactMap { $0 }.map { "\n\n" + $0 }.joined()
    }

    private func question(in number: TicketNumber) async -> String? {
        do throws(CommandFailure) {
            let request = DeskRequest.get("tickets", number.description, "messages")
            let all = try await all(of: request, as: MessageBody.self)
            guard let last = all.last(where: \.isByCitizen) else { return nil }
            let who = last.author.described(for: reader)
            let when = reader.moment(last.createdAt, .full)
            let title = reader.say("\(who) skrev \(when):", "\(who) wrote \(when):")
            return quoted(last.mail?.own ?? last.body, under: title)
        } catch {
            return nil
        }
    }

    private func suggestion(for number: TicketNumber) async -> String? {
        do throws(CommandFailure) {
            let found = try await client.send(
                .get("tickets", number.description, "suggestions").asking("limit", "1")
            )
            .decoded(as: MatchesBody.self)
            guard let best = found.matches.first else { return nil }
            let article = try await client.send(
                .get("articles", best.article).asking("language", best.language)
            )
            .decoded(as: ArticleBody.self)
            let sureness = reader.percent(best.confidence)
            let title = reader.say(
                "Förslag (\(sureness)), skickas med av --article \(article.id): \(article.title)",
                "Suggestion (\(sureness)), sent along by --article \(article.id): \(article.title)"
            )
            return quoted(article.markdown, under: title)
        } catch {
            return nil
        }
    }

    private func quoted(_ text: String, under title: String) -> String {
        let lines = SafeText.lines(text).map { $0.isEmpty ? ">" : "> " + $0 }
        return SafeText.line(title) + "\n" + lines.joined(separator: "\n")
    }
}

extension MessageBody {
    /// True for what the citizen wrote; a mail server's report comes in too.
    var isByCitizen: Bool { kind == "inbound" && author.kind == "citizen" }
}
