import numpy as np
def minibatch_gradient_variance(sigma2,batch_size): return np.float64(sigma2)*batch_size**-1.0
def scaled_learning_rate(lr,batch_size,new_batch_size): return np.array(lr*(new_batch_size/batch_size))
