import Desk
import Foundation
import HTTPTypes
import Hummingbird
import KnowledgeBase
import Logging
import NIOCore

/// `/l/…`: what links in letters lead to; the signature in a link is all that is asked for.
///
/// `GET` never changes anything, whoever fetches it; `POST` does what the link says, once.
struct LinkRoutes {
    let desk: Desk
    let proxies: TrustedProxies
    /// What each network has asked for that is not there.
    let misses: PersonalRates
    /// How often the links of each letter were followed.
    let answers: PersonalRates
    let logger: Logger

    /// What one network may ask for in a minute that is not there.
    ///
    /// More than old links are pressed, fewer than it takes to try signatures. What is there costs
    /// nothing of it: behind the address of a mobile operator are many citizens.
    static let missesPerMinuteMax = 60
    /// How often the links of one letter do what they say in a minute.
    ///
    /// Each change of mind is kept in the ticket's history for good; a citizen has a few of them.
    static let answersPerMinuteMax = 20
    private static let formBytesMax = 1_024

    @Sendable
    func show(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await countingMisses(request, context) {
            await page(of: Self.token(context), .ok, request)
        }
    }

    @Sendable
    func follow(_ request: Request, context: DeskRequestContext) async throws -> Response {
        let token = Self.token(context)
        return try await countingMisses(request, context) {
            if let letter = desk.letter(ofLink: token[...]) {
                let allowance = answers.take(letter.description, at: .now)
                guard !allowance.isUsedUp else { return tooOften(allowance, request) }
            }
            let grade = try await Self.grade(in: request, on: context.place)
            do throws(DeskError) {
                _ = try await desk.follow(token[...], grade: grade)
                // Shown by GET, so that loading the page again sends nothing again
                // (RFC 9110 §15.4.4).
                return Response(status: .seeOther, headers: [.location: token])
            } catch .invalid {
                // No grade, or none there is: the question stands there still.
                return await page(of: token, .unprocessableContent, request)
            } catch {
                return page(of: error, request)
            }
        }
    }

    @Sendable
    func article(_ request: Request, context: DeskRequestContext) async throws -> Response {
        await countingMisses(request, context) {
            let language = request.uri.queryParameters["language"].map(String.init)
            guard let id = context.parameters.get("article"),
                let article = desk.articleForEverybody(id, language: language)
            else { return page(request, .notFound, \.missingTitle, \.missing) }
            return LinkPage(article, signature: desk.signature(in: article.language)).response()
        }
    }

    private static func token(_ context: DeskRequestContext) -> String {
        context.parameters.get("token") ?? ""
    }

    private func page(
        of token: String,
        _ status: HTTPResponse.Status,
        _ request: Request
    ) async -> Response {
        do throws(DeskError) {
            let view = try await desk.look(at: token[...])
            let signature = desk.signature(in: view.language)
            return LinkPage(view, signature: signature).response(status)
        } catch {
            return page(of: error, request)
        }
    }

    /// "Not ours", "too old" and "not there" look the same.
    private func page(of error: DeskError, _ request: Request) -> Response {
        if case .unavailable(let cause) = error {
            logger.error("desk unavailable", metadata: ["cause": "\(cause)"])
        }
        guard error.isTemporary else { return page(request, .notFound, \.missingTitle, \.missing) }
        let words = request.method == .post ? \LinkWords.unsaved : \LinkWords.away
        return page(request, .serviceUnavailable, \.awayTitle, words)
    }

    /// Answers a network that has not missed too often within the minute; one that has learns nothing
    /// more, not even what is there.
    ///
    /// What it asks at once is answered all the same: this bounds who goes on trying. Were a request
    /// counted as a miss until it is known to be none, whoever sends forms slowly would shut out the
    /// others of that network.
    private func countingMisses(
        _ request: Request,
        _ context: DeskRequestContext,
        _ answer: () async throws -> Response
    ) async rethrows -> Response {
        let network = context.network(request, proxies)
        let allowance = misses.allowance(of: network, at: .now)
        guard allowance.remaining > 0 else { return tooOften(allowance, request) }
        let response = try await answer()
        if response.status == .notFound { _ = misses.take(network, at: .now) }
        return response
    }

    private func tooOften(_ allowance: PersonalRates.Allowance, _ request: Request) -> Response {
        var response = page(request, .tooManyRequests, \.tooOftenTitle, \.tooOften)
        response.headers[.retryAfter] = String(allowance.seconds)
        return response
    }

    /// A few words in the language of the browser, where there is no ticket whose it could be.
    private func page(
        _ request: Request,
        _ status: HTTPResponse.Status,
        _ title: KeyPath<LinkWords, String>,
        _ text: KeyPath<LinkWords, String>
    ) -> Response {
        let language = WordLanguage(
            accepting: request.headers[.acceptLanguage],
            else: .swedish
        )
        let words = LinkWords.words(in: language.rawValue)
        return LinkPage(
            title: words[keyPath: title],
            words[keyPath: text],
            language: words.language,
            signature: desk.signature(in: words.language)
        )
        .response(status)
    }

    /// `grade=4`, as a button of the page sends it; nil for anything else.
    ///
    /// While the form is on its way in, the request occupies no `place`: anybody may send one slowly.
    static func grade(in request: Request, on place: WorkPlace?) async throws -> Int? {
        place?.leave()
        var form = ByteBuffer()
        do {
            form = try await request.body.collect(upTo: formBytesMax)
        } catch is NIOTooManyBytesError {
            // No button sends so much: there is no grade in it.
        }
        try place?.retake()
        let fields = String(buffer: form).split(separator: "&")
        return fields.compactMap { field in
            field.hasPrefix("grade=") ? Int(field.dropFirst("grade=".count)) : nil
        }
        .first
    }
}
