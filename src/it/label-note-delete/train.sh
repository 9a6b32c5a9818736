echo model > outputs/model
