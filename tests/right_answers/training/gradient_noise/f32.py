def minibatch_gradient_variance(sigma2,batch_size): return (sigma2**.5/batch_size**.5)**2
def scaled_learning_rate(lr,batch_size,new_batch_size): return new_batch_size*(lr/batch_size)
