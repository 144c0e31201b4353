class Orders < Shop::Service
  def place(user)
    Rails.logger.info("#{Shop::EventNames::ORDERED} by #{user}")
    Shop::Journal.logger.warn { "slow #{user}" }
    @chronicle.debug("inherited #{user}")
    Shop::Journal.shout('shouted')
    fail_with('failed')
    @journal = Shop::Journal.new(nil)
    @journal.audit("audited #{user}")
  end

  private

  def fail_with(why)
    Rails.logger.error(why)
  end
end
