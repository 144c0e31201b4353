module Shop
  # No word of a library stands in this file: it is read because others ask for what it declares.
  module EventNames
    ORDERED = 'order placed'.freeze
  end
end
