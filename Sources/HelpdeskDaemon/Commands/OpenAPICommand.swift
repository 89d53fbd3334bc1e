import ArgumentParser
import Foundation
import WebAPI

/// `helpdeskd openapi`: the description of the API.
struct OpenAPICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Print the description of the HTTP API (OpenAPI 3.1, JSON).",
        discussion: "The same that a running desk answers to GET /openapi.json."
    )

    func run() { Terminal.print(String(decoding: WebAPI.description, as: UTF8.self)) }
}
