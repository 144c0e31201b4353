require 'logger'

module Shop
  class Journal
    def initialize(inner)
      @inner = inner
      @own = Logger.new($stdout)
    end

    def self.logger
      @logger ||= Logger.new($stderr)
    end

    def self.shout(message)
      logger.error(message)
    end

    def audit(message)
      @own.info(message)
    end
  end

  class Service
    def initialize(chronicle)
      @chronicle = chronicle || Logger.new($stdout)
    end
  end
end
