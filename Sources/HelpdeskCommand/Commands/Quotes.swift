import DeskAPI

extension Clerk {
    /// What a clerk wants to see while answering: the citizen's last words and the article that
    /// answers them best, each quoted as mail is (RFC 3676 §4.5).
    ///
    /// Whatever of it cannot be had is left out: it stands below the line, where nothing is sent. So is
    /// the article where the clerk has chosen one, which stands above the line then.
    func quotes(for number: TicketNumber, hasArticle: Bool) async -> String {
        let suggestion = hasArticle ? nil : await suggestion(for: number)
        let parts = [await question(in: number), suggestion]
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
            let sureness = reader.percent(best.confidence)
            if let draft = await draft(of: best.article, for: number) {
                let title = reader.say(
                    "Förslag (\(sureness)), skickas med av --article \(best.article): \(best.title)",
                    "Suggestion (\(sureness)), sent along by --article \(best.article):"
                        + " \(best.title)"
                )
                return quoted(draft, under: title)
            }
            let article = try await client.send(
                .get("articles", best.article).asking("language", best.language)
            )
            .decoded(as: ArticleBody.self)
            let title = reader.say(
                "Förslag (\(sureness)), artikeln \(article.id): \(article.title)",
                "Suggestion (\(sureness)), the article \(article.id): \(article.title)"
            )
            return quoted(article.markdown, under: title)
        } catch {
            return nil
        }
    }

    /// The article in the words in which the citizen would get it, which may be copied; nil where it is
    /// for staff only.
    private func draft(of article: String, for number: TicketNumber) async -> String? {
        let request = DeskRequest.get("tickets", number.description, "draft")
            .asking("article", article)
        do throws(CommandFailure) {
            return try await client.send(request).decoded(as: DraftBody.self).body
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
