public import Desk

extension Desk {
    /// Makes a webhook by a request that is not repeated.
    public func createWebhook(
        _ draft: WebhookDraft,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Webhook {
        guard let made = try await createWebhook(draft, as: staff, once: nil).value else {
            preconditionFailure("only what has a key is answered from the store")
        }
        return made
    }

    /// Makes a token by a request that is not repeated.
    public func createServiceToken(
        _ draft: ServiceTokenDraft,
        as staff: StaffIdentity?
    ) async throws(DeskError) -> (token: SessionToken, made: ServiceToken) {
        guard let new = try await createServiceToken(draft, as: staff, once: nil).value else {
            preconditionFailure("only what has a key is answered from the store")
        }
        return (new.token, new.made)
    }
}
